package import ServiceModel
package import Wire

/// The reply to Version: who answers, and what it can do on this host.
package struct DaemonVersion: Equatable, Sendable {
    package var version: String
    package var pid: Int32
    package var uid: UInt32
    package var startedAt: WallTime
    /// One sentence each: what the host and the daemon's privileges permit, and what they do not.
    package var available: [String] = []
    package var unavailable: [String] = []

    package init(version: String, pid: Int32, uid: UInt32, startedAt: WallTime) {
        self.version = version
        self.pid = pid
        self.uid = uid
        self.startedAt = startedAt
    }

    /// Writes the members of the reply's parameters.
    package func encode(into writer: inout JSONWriter) {
        writer.field("version", version)
        writer.field("pid", pid)
        writer.field("uid", uid)
        writer.field("startedAt", startedAt.microseconds)
        writer.field("available", available)
        writer.field("unavailable", unavailable)
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        version = try fields.string("version")
        pid = try fields.integer("pid")
        uid = try fields.integer("uid")
        startedAt = WallTime(microseconds: try fields.integer("startedAt"))
        available = try fields.strings("available")
        unavailable = try fields.strings("unavailable")
    }
}

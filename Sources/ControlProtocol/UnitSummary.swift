package import ServiceModel
package import Wire

/// What a list of units says about one.
package struct UnitSummary: Equatable, Sendable {
    package var name: String
    package var description = ""
    /// systemd's words, here and in the next two: `loaded`, `masked`, `bad-setting`, `not-found`; beyond
    /// systemd `refused`, when something it restricts cannot be enforced.
    package var loadState = "loaded"
    package var activeState = "inactive"
    package var subState = "dead"
    package var result: ServiceResult = .success
    package var state: SupervisorState = .stopped
    /// For FATAL and BACKOFF: why, in a sentence.
    package var reason: String?
    /// The main process, while there is one.
    package var pid: Int32?
    /// Whole seconds since the main process was started, by the monotonic clock; nil unless RUNNING.
    package var uptime: UInt64?
    /// When the unit entered its present state; nil when it was never started.
    package var since: WallTime?
    /// Automatic restarts since the last start that somebody asked for.
    package var restarts: UInt32 = 0
    /// The last end of the main process; nil before the first.
    package var lastExit: ExitStatus?

    package init(name: String) {
        self.name = name
    }

    /// Writes one object.
    package func encode(into writer: inout JSONWriter) {
        writer.object(encodeMembers)
    }

    func encodeMembers(into writer: inout JSONWriter) {
        writer.field("name", name)
        writer.field("description", description)
        writer.field("loadState", loadState)
        writer.field("activeState", activeState)
        writer.field("subState", subState)
        writer.field("result", result.word)
        writer.field("state", state.rawValue)
        writer.field("reason", optional: reason)
        writer.field("pid", optional: pid)
        writer.field("uptime", optional: uptime)
        writer.field("since", optional: since?.microseconds)
        writer.field("restarts", restarts)
        lastExit?.encodeMembers(into: &writer)
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        self = try UnitSummary(&fields)
    }

    init(_ fields: inout JSONFields) throws(InvalidField) {
        name = try fields.string("name")
        description = try fields.string("description")
        loadState = try fields.string("loadState")
        activeState = try fields.string("activeState")
        subState = try fields.string("subState")
        result = try ServiceResult(&fields)
        state = SupervisorState(rawValue: try fields.string("state")) ?? .unknown
        reason = try fields.string(ifPresent: "reason")
        pid = try fields.integer(ifPresent: "pid")
        uptime = try fields.integer(ifPresent: "uptime")
        since = try fields.integer(ifPresent: "since").map(WallTime.init(microseconds:))
        restarts = try fields.integer("restarts")
        lastExit = try ExitStatus(ifPresent: &fields)
    }
}

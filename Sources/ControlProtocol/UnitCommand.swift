import Wire

/// The parameters of Start, Stop, Restart and Reload.
package struct UnitCommand: Equatable, Sendable {
    /// Names or globs, with or without `.service`.
    package var units: [String]
    /// Answer when the jobs have ended, rather than when they are queued.
    package var wait: Bool
    package var ignoresDependencies: Bool

    package init(units: [String], wait: Bool = true, ignoresDependencies: Bool = false) {
        self.units = units
        self.wait = wait
        self.ignoresDependencies = ignoresDependencies
    }

    init(_ fields: inout JSONFields) throws(InvalidField) {
        units = try fields.strings("units")
        wait = try fields.flag(ifPresent: "wait") ?? true
        ignoresDependencies = try fields.flag(ifPresent: "ignoreDependencies") ?? false
    }

    var members: [JSONMember] {
        [
            JSONMember("units", .array(units.map(JSONValue.string))),
            JSONMember("wait", .bool(wait)),
            JSONMember("ignoreDependencies", .bool(ignoresDependencies)),
        ]
    }
}

/// The whole meaning of one `.service` unit, once its files are read and merged.
package struct ServiceDefinition: Hashable, Sendable {
    package var name: UnitName
    package var description = ""
    package var documentation: [String] = []
    package var policy = ServicePolicy()
    /// Indexed by `CommandKind.rawValue`; `cleanUp` is always empty here.
    package var commands: [[ExecCommand]] = Array(repeating: [], count: CommandKind.allCases.count)
    package var execution = ExecutionRequest()
    /// `[X-Castellan] Enforcement=best-effort`.
    package var isBestEffort = false
    /// Whether the supervisor starts the unit when it starts itself: `[Install]` wants it, or
    /// `AutoStart=yes`.
    package var startsAutomatically = false
    /// Units to start when this one enters `failed`, or `inactive`.
    package var onFailure: [String] = []
    package var onSuccess: [String] = []

    package init(name: UnitName) {
        self.name = name
    }
}

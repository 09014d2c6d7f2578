package import ServiceModel

/// One unit as the loader hands it over.
package struct CompiledUnit: Hashable, Sendable {
    package enum LoadState: UInt8, Sendable {
        case loaded
        /// A link to /dev/null.
        case masked
        /// Its files have errors: it is known by name, and cannot be started.
        case badSetting
        /// Something it restricts cannot be enforced, and it is not best-effort.
        case refused
    }

    package struct Property: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var name: UnitName
    package var loadState: LoadState = .loaded
    package var description = ""
    package var documentation: [String] = []
    package var fragmentPath = ""
    package var dropInPaths: [String] = []
    /// Other names of the unit: links to its file.
    package var aliases: [UnitName] = []
    package var startsAutomatically = false
    package var usesDynamicUser = false
    package var onFailure: [String] = []
    package var onSuccess: [String] = []
    package var policy = ServicePolicy()
    /// Encoded `LaunchPlan`.
    package var plan: [UInt8] = []
    /// How many bytes at the end of `plan` other units are likely to share: its filter programs.
    package var sharedPlanSuffix = 0
    /// Encoded `ControlGroupPlan`; empty where nothing is done to the cgroup.
    package var controlGroup: [UInt8] = []
    /// Encoded tasks by `CommandKind.rawValue`, in order.
    package var commands: [[[UInt8]]] = Array(repeating: [], count: CommandKind.allCases.count)
    /// The same commands for people.
    package var commandLines: [[String]] = Array(repeating: [], count: CommandKind.allCases.count)
    package var outcomes: [DirectiveOutcome] = []
    package var diagnostics: [Diagnostic] = []
    /// Values of systemd's property names that come from the file, for `show`: `Restart`, `on-failure`, …
    package var properties: [Property] = []

    package init(name: UnitName) {
        self.name = name
    }
}

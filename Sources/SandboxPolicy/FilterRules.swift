package import ServiceModel

/// A unit's system call directives with every group resolved: what to compile into one filter program.
/// Calls are names; what a name's number is, and whether it has one, only the compiler knows.
package struct FilterRules: Hashable, Sendable {
    package struct Rule: Hashable, Sendable {
        package let name: String
        package let action: FilterAction
    }

    /// Sorted by name, each different from the default.
    package let rules: [Rule]
    /// What happens to a call without a rule.
    package let defaultAction: FilterAction
    /// Admitted beside the native one.
    package let foreignArchitectures: [SystemCallArchitecture]
    /// What happens to calls of every other architecture. A filter that judges native numbers would be passed by
    /// calling in another architecture's, so that they end the process, unless nothing is denied at all.
    package let foreignAction: FilterAction
    /// Whether denials go to the kernel's log as well.
    package let isLogged: Bool

    /// Nil when the request asks for nothing. Names that do not exist are left out here: `SystemCallCheck`
    /// reports them.
    package init?(_ request: SystemCallRequest) {
        if request.isEmpty { return nil }
        let filter = SystemCallList(request.filter, holdsDefaults: true)
        let log = SystemCallList(request.log, holdsDefaults: false)
        let judge = FilterJudge(filter: filter, log: log, denial: request.defaultDenial)
        let defaultAction = judge.defaultAction
        self.defaultAction = defaultAction
        rules = judge.names.map { Rule(name: $0, action: judge.action(for: $0)) }
            .filter { $0.action != defaultAction }
            .sorted { $0.name < $1.name }
        foreignArchitectures = FilterRules.foreign(request.architectures)
        let deniesNothing = request.filter.isEmpty && request.architectures.isEmpty
        foreignAction = deniesNothing ? .log : .kill
        isLogged = !request.log.isEmpty
    }

    /// A filter for a program of ours: these calls and no others, on the native architecture.
    package init(permitting names: Set<String>, answering answers: [String: FilterAction] = [:]) {
        let permitted = names.subtracting(answers.keys).map { Rule(name: $0, action: .allow) }
        rules = (permitted + answers.map { Rule(name: $0.key, action: $0.value) }).sorted {
            $0.name < $1.name
        }
        defaultAction = .kill
        foreignArchitectures = []
        foreignAction = .kill
        isLogged = false
    }

    static func foreign(_ words: [String]) -> [SystemCallArchitecture] {
        let named = Set(words.compactMap(SystemCallArchitecture.init(rawValue:)))
        return SystemCallArchitecture.allCases.filter { $0 != .native && named.contains($0) }
    }

    /// What happens to a call of the native architecture.
    package func action(for name: String) -> FilterAction {
        rules.first { $0.name == name }?.action ?? defaultAction
    }
}

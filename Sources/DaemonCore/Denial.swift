import ServiceModel

/// What the directives that hold keep a unit's processes from, as phrases behind "cannot".
enum Denial {
    /// Of everything that was asked for, in its order, each phrase once.
    static func phrases(for outcomes: [DirectiveOutcome]) -> [String] {
        var phrases: [String] = []
        for outcome in outcomes where outcome.holds {
            for phrase in self.phrases(outcome.directive, outcome.requested) where !phrases.contains(phrase) {
                phrases.append(phrase)
            }
        }
        return phrases
    }

    private static func phrases(_ directive: String, _ value: String) -> [String] {
        switch directive {
        case "User":
            return value.isEmpty || value == "root" || value == "0" ? [] : ["act as any user but \(value)"]
        case "DynamicUser":
            // As systemd has it, whoever is lent a user id gains nothing by a program.
            return isYes(value) ? ["act as any user but its own", newPrivileges] : []
        case "CapabilityBoundingSet":
            if value.isEmpty { return ["gain any capability"] }
            return [
                value.begins(with: "~")
                    ? "gain \(value.dropFirst())" : "gain a capability other than \(value)"
            ]
        case "NoNewPrivileges": return isYes(value) ? [newPrivileges] : []
        case "SystemCallFilter":
            return [
                value.begins(with: "~")
                    ? "make the system calls \(value.dropFirst())" : "make system calls other than \(value)"
            ]
        case "SystemCallArchitectures": return ["make system calls of an architecture other than \(value)"]
        case "RootDirectory": return value.isEmpty || value == "/" ? [] : ["reach files outside \(value)"]
        default:
            guard directive.begins(with: "Limit"), value != "infinity", !value.isEmpty else { return [] }
            return ["exceed \(directive)=\(value)"]
        }
    }

    private static let newPrivileges = "gain privileges by executing a program"

    private static func isYes(_ value: String) -> Bool {
        ["yes", "true", "on", "1", "y", "t"].contains(value.lowercased())
    }
}

extension DirectiveOutcome {
    fileprivate var holds: Bool {
        switch enforcement {
        case .enforced, .emulated: true
        case .refused, .notEnforcedYet, .notSupported: false
        }
    }
}

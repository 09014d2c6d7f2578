import ServiceModel

/// What a directive that holds keeps a unit's processes from, as a phrase behind "cannot".
enum Denial {
    static func phrase(for outcome: DirectiveOutcome) -> String? {
        switch outcome.enforcement {
        case .enforced, .emulated: phrase(outcome.directive, outcome.requested)
        case .refused, .notEnforcedYet, .notSupported: nil
        }
    }

    private static func phrase(_ directive: String, _ value: String) -> String? {
        switch directive {
        case "CapabilityBoundingSet":
            if value.isEmpty { return "gain any capability" }
            return value.hasPrefix("~")
                ? "gain \(value.dropFirst())" : "gain a capability other than \(value)"
        case "NoNewPrivileges": return isYes(value) ? "gain privileges by executing a program" : nil
        case "SystemCallFilter":
            return value.hasPrefix("~")
                ? "make the system calls \(value.dropFirst())" : "make system calls other than \(value)"
        case "SystemCallArchitectures": return "make system calls of an architecture other than \(value)"
        case "RootDirectory": return value.isEmpty || value == "/" ? nil : "reach files outside \(value)"
        default: return limit(directive, value)
        }
    }

    private static func limit(_ directive: String, _ value: String) -> String? {
        guard directive.hasPrefix("Limit"), value != "infinity", !value.isEmpty else { return nil }
        return "exceed \(directive)=\(value)"
    }

    private static func isYes(_ value: String) -> Bool {
        ["yes", "true", "on", "1", "y", "t"].contains(value.lowercased())
    }
}

package import ServiceModel

/// Reads the system call directives of a unit for words that mean nothing. A misspelt call in a filter would
/// otherwise be let through, or refused to the program, without anyone knowing.
package enum SystemCallCheck {
    /// `rules` are what the request comes to.
    package static func diagnostics(_ request: SystemCallRequest, rules: FilterRules?) -> [Diagnostic] {
        var hints = hintLimit
        var found = request.filter.flatMap { check($0, mayDeny: true, hints: &hints) }
        found += request.log.flatMap { check($0, mayDeny: false, hints: &hints) }
        found += request.architectures.compactMap(checkArchitecture)
        return found + executionWarning(request, rules)
    }

    /// How many misspelt words of one unit are compared with every call there is: a file full of them must not
    /// keep the loader busy.
    private static let hintLimit = 64

    private static func check(
        _ entry: SystemCallRequest.Entry,
        mayDeny: Bool,
        hints: inout Int
    ) -> [Diagnostic] {
        var found: [Diagnostic] = []
        if let message = unknown(entry.name, hints: &hints) {
            found.append(Diagnostic(.error, at: entry.location, message))
        }
        if entry.denial != nil, !mayDeny {
            let message = "'\(entry.name)' cannot have an error number here: SystemCallLog= denies nothing"
            found.append(Diagnostic(.error, at: entry.location, message))
        } else if entry.denial != nil, !entry.isInverted {
            let message =
                "'\(entry.name)' cannot have an error number: it is allowed, not denied; write '~' first"
            found.append(Diagnostic(.error, at: entry.location, message))
        }
        return found
    }

    private static func unknown(_ name: String, hints: inout Int) -> String? {
        let isGroup = name.begins(with: "@")
        if isGroup ? SystemCallGroups.members(of: name) != nil : SystemCallGroups.known.contains(name) {
            return nil
        }
        let subject = "unknown system call \(isGroup ? "group " : "")'\(name)'"
        guard hints > 0 else { return subject }
        hints -= 1
        let known = isGroup ? SystemCallGroups.all.map(\.name) : Array(SystemCallGroups.known)
        return subject + Suggestion.sentence(for: name, among: known)
    }

    private static func checkArchitecture(_ word: String) -> Diagnostic? {
        if SystemCallArchitecture(rawValue: word) != nil { return nil }
        let hint = Suggestion.sentence(for: word, among: SystemCallArchitecture.allCases.map(\.rawValue))
        return Diagnostic(
            .error,
            at: nil,
            "unknown architecture '\(word)' in SystemCallArchitectures=\(hint)"
        )
    }

    private static func executionWarning(_ request: SystemCallRequest, _ rules: FilterRules?) -> [Diagnostic]
    {
        guard let rules else { return [] }
        switch rules.action(for: "execve") {
        case .allow, .log: return []
        case .kill, .errno:
            let message = "the filter denies 'execve', so the program cannot be started"
            return [Diagnostic(.warning, at: request.filter.first?.location, message)]
        }
    }
}

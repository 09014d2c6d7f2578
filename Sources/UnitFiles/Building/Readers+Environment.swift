import ServiceModel

extension DirectiveReaders {
    static let environment: [String: DirectiveReader] = [
        "Environment": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.environment.assignments = []
                return
            }
            builder.definition.execution.environment.assignments += builder.assignments(value, directive)
        },
        "EnvironmentFile": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.environment.files = []
                return
            }
            guard let text = builder.expanded(value, directive) else { return }
            let rest = text.rest(after: "-")
            let isOptional = rest != nil
            guard let path = PathText.absolute(rest.map(String.init) ?? text) else {
                builder.refuse(value.start, "EnvironmentFile= takes an absolute path, not '\(text)'")
                return
            }
            builder.definition.execution.environment.files.append(.init(path: path, isOptional: isOptional))
        },
        "PassEnvironment": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.environment.passed = []
                return
            }
            guard let words = builder.expandedWords(value, directive) else { return }
            for (text, word) in words {
                guard VariableName.isValid(text) else {
                    builder.rejectWord(
                        directive,
                        value.location(at: word.offset),
                        "'\(text)' is no variable name"
                    )
                    continue
                }
                builder.definition.execution.environment.passed.append(text)
            }
        },
        "UnsetEnvironment": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.environment.removals = []
                return
            }
            guard let words = builder.expandedWords(value, directive) else { return }
            for (text, word) in words {
                let (name, wanted) = VariableName.split(text)
                guard VariableName.isValid(name) else {
                    builder.rejectWord(
                        directive,
                        value.location(at: word.offset),
                        "'\(text)' is neither NAME nor NAME=value"
                    )
                    continue
                }
                builder.definition.execution.environment.removals.append(.init(name: name, value: wanted))
            }
        },
    ]
}

/// Names of environment variables as systemd accepts them.
enum VariableName {
    static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, !first.isDigit else { return false }
        return name.utf8.allSatisfy { byte in
            byte.isDigit || byte == UInt8(ascii: "_")
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        }
    }

    /// `NAME=value` apart; the value is nil without `=`.
    static func split(_ text: String) -> (name: String, value: String?) {
        guard let sign = text.firstPosition(of: "=") else { return (text, nil) }
        return (String(text[..<sign]), String(text[text.utf8.index(after: sign)...]))
    }
}

extension UnitBuilder {
    mutating func assignments(_ value: SourceValue, _ directive: Directive) -> [EnvironmentRequest.Assignment]
    {
        guard let words = expandedWords(value, directive) else { return [] }
        var assignments: [EnvironmentRequest.Assignment] = []
        for (text, word) in words {
            let (name, assigned) = VariableName.split(text)
            guard let assigned, VariableName.isValid(name) else {
                rejectWord(
                    directive,
                    value.location(at: word.offset),
                    "'\(text)' is not NAME=value; quote a value that holds spaces"
                )
                continue
            }
            assignments.append(.init(name: name, value: assigned))
        }
        return assignments
    }
}

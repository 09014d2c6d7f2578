import ServiceModel

extension DirectiveReaders {
    static let streams: [String: DirectiveReader] = [
        "StandardInput": { builder, value, directive in builder.setInput(value, directive) },
        "StandardOutput": { builder, value, directive in
            if let output = builder.output(value, directive) {
                builder.definition.execution.streams.output = output
            }
        },
        "StandardError": { builder, value, directive in
            if let output = builder.output(value, directive) {
                builder.definition.execution.streams.error = output
            }
        },
        "StandardInputText": { builder, value, directive in
            guard !value.isEmpty else {
                builder.resetInputData()
                return
            }
            guard let bytes = builder.expandedBytes(value.bytes, value, 0, directive) else { return }
            guard let text = UnitBuilder.unescaped(bytes) else {
                builder.reject(
                    directive,
                    value.start,
                    "unknown escape sequence; a backslash itself is written '\\\\'"
                )
                return
            }
            builder.addInputData(text + [UInt8(ascii: "\n")])
        },
        "StandardInputData": { builder, value, directive in
            guard !value.isEmpty else {
                builder.resetInputData()
                return
            }
            guard let bytes = Base64.decode(value.bytes) else {
                builder.reject(directive, value.start, "StandardInputData= takes base 64")
                return
            }
            builder.addInputData(bytes)
        },
    ]
}

extension UnitBuilder {
    fileprivate mutating func resetInputData() {
        inputData = []
        hasInputData = false
    }

    fileprivate mutating func addInputData(_ bytes: [UInt8]) {
        inputData += bytes
        hasInputData = true
    }

    fileprivate mutating func setInput(_ value: SourceValue, _ directive: Directive) {
        wantsInputData = false
        guard let text = expanded(value, directive) else { return }
        switch text {
        case "", "null": definition.execution.streams.input = .null
        case "data": wantsInputData = true
        case "fd": definition.execution.streams.input = .namedDescriptor("stdin")
        case "socket", "tty", "tty-force", "tty-fail":
            report(
                .warning,
                value.start,
                "StandardInput=\(text) is not available in this version; /dev/null is used"
            )
            definition.execution.streams.input = .null
        default:
            if let path = prefixed("file:", text).flatMap(PathText.absolute) {
                definition.execution.streams.input = .file(path)
            } else if let name = prefixed("fd:", text), !name.isEmpty {
                definition.execution.streams.input = .namedDescriptor(name)
            } else {
                refuse(
                    value.start,
                    "StandardInput= takes null, data, file:/path or fd:name, not '\(text)'"
                )
            }
        }
    }

    fileprivate mutating func output(_ value: SourceValue, _ directive: Directive) -> StandardStreams.Output?
    {
        guard let text = expanded(value, directive) else { return nil }
        switch text {
        case "", "inherit": return .inherit
        case "null": return .null
        case "fd": return .namedDescriptor(directive.key == "StandardError" ? "stderr" : "stdout")
        case "journal", "journal+console", "kmsg", "kmsg+console", "syslog", "syslog+console", "tty",
            "socket":
            report(
                .warning,
                value.start,
                "\(directive.key)=\(text) is not available in this version; the supervisor's own output is used"
            )
            return .inherit
        default: return fileOutput(text, value, directive)
        }
    }

    private mutating func fileOutput(
        _ text: String,
        _ value: SourceValue,
        _ directive: Directive
    ) -> StandardStreams.Output? {
        let kinds: [(String, (String) -> StandardStreams.Output)] = [
            ("file:", { .file($0) }), ("append:", { .append($0) }), ("truncate:", { .truncate($0) }),
        ]
        for (prefix, make) in kinds {
            if let path = prefixed(prefix, text).flatMap(PathText.absolute) { return make(path) }
        }
        if let name = prefixed("fd:", text), !name.isEmpty { return .namedDescriptor(name) }
        refuse(
            value.start,
            "\(directive.key)= takes inherit, null, file:/path, append:/path, truncate:/path or fd:name, not '\(text)'"
        )
        return nil
    }

    private func prefixed(_ prefix: String, _ text: String) -> String? {
        text.rest(after: prefix).map(String.init)
    }
}

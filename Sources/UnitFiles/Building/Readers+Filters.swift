import ServiceModel

extension DirectiveReaders {
    static let filters: [String: DirectiveReader] = [
        "SystemCallFilter": entries {
            $0.definition.execution.systemCalls.filter = []
        } append: {
            $0.definition.execution.systemCalls.filter.append($1)
        },
        "SystemCallLog": entries {
            $0.definition.execution.systemCalls.log = []
        } append: {
            $0.definition.execution.systemCalls.log.append($1)
        },
        "SystemCallErrorNumber": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.systemCalls.defaultDenial = .kill
                return
            }
            guard let denial = denial(value.text) else {
                let hint = builder.hint(for: value.text, among: ErrnoNames.numbers.keys)
                builder.reject(directive, value.start, "unknown error number '\(value.text)'" + hint)
                return
            }
            builder.definition.execution.systemCalls.defaultDenial = denial
        },
        "SystemCallArchitectures": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.systemCalls.architectures = []
                return
            }
            guard let words = builder.words(value, directive) else { return }
            for word in words {
                guard architectures.contains(word.text) else {
                    let hint = builder.hint(for: word.text, among: architectures)
                    builder.rejectWord(
                        directive,
                        value.location(at: word.offset),
                        "unknown architecture '\(word.text)'" + hint
                    )
                    continue
                }
                builder.definition.execution.systemCalls.architectures.append(word.text)
            }
        },
    ]

    private static let architectures = [
        "native", "x86", "x86-64", "x32", "arm", "arm64", "loongarch64", "mips", "mips-le", "mips64",
        "mips64-le",
        "mips64-n32", "mips64-le-n32", "parisc", "parisc64", "ppc", "ppc64", "ppc64-le", "riscv64", "s390",
        "s390x",
    ]

    private static func denial(_ text: String) -> SystemCallRequest.Denial? {
        text == "kill" ? .kill : ErrnoNames.parse(text).map { .errno($0) }
    }

    private static func entries(
        reset: @escaping @Sendable (inout UnitBuilder) -> Void,
        append: @escaping @Sendable (inout UnitBuilder, SystemCallRequest.Entry) -> Void
    ) -> DirectiveReader {
        { builder, value, directive in
            guard !value.isEmpty else {
                reset(&builder)
                return
            }
            let start = value.bytes.first == UInt8(ascii: "~") ? 1 : 0
            guard let words = builder.words(value, directive, skipping: start) else { return }
            for word in words {
                let location = value.location(at: word.offset)
                if let entry = builder.entry(word.text, isInverted: start == 1, location, directive) {
                    append(&builder, entry)
                }
            }
        }
    }

    fileprivate static func split(_ text: String) -> (name: String, denial: String?) {
        guard let colon = text.lastPosition(of: ":") else { return (text, nil) }
        return (String(text[..<colon]), String(text[text.utf8.index(after: colon)...]))
    }

    fileprivate static func parseDenial(_ text: String) -> SystemCallRequest.Denial? { denial(text) }
}

extension UnitBuilder {
    /// `name`, `@group`, `name:EPERM`, `name:kill`. Whether such a call or group exists is judged where the
    /// filter is made.
    fileprivate mutating func entry(
        _ text: String,
        isInverted: Bool,
        _ location: SourceLocation,
        _ directive: Directive
    ) -> SystemCallRequest.Entry? {
        let (name, denialText) = DirectiveReaders.split(text)
        var denial: SystemCallRequest.Denial?
        if let denialText {
            denial = DirectiveReaders.parseDenial(denialText)
            guard denial != nil else {
                let hint = hint(for: denialText, among: ErrnoNames.numbers.keys)
                reject(directive, location, "unknown error number '\(denialText)' in '\(text)'" + hint)
                return nil
            }
        }
        return SystemCallRequest.Entry(name: name, denial: denial, isInverted: isInverted, location: location)
    }
}

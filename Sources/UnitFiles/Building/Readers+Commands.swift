import ServiceModel

extension DirectiveReaders {
    static let commands: [String: DirectiveReader] = Dictionary(
        uniqueKeysWithValues: CommandKind.allCases.filter { $0 != .cleanUp }.map {
            ($0.directive, reader(of: $0))
        }
    )

    private static func reader(of kind: CommandKind) -> DirectiveReader {
        { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.commands[Int(kind.rawValue)] = []
                return
            }
            builder.definition.commands[Int(kind.rawValue)] += builder.commands(value, directive)
        }
    }
}

extension UnitBuilder {
    /// The commands of one line. One that cannot be read refuses the unit: a service without its
    /// `ExecStartPre=` is not the service its author wrote.
    fileprivate mutating func commands(_ value: SourceValue, _ directive: Directive) -> [ExecCommand] {
        let words: [Word]
        switch WordSplitter.words(value.bytes, isCommand: true) {
        case .success(let found): words = found
        case .failure(let failure):
            refuseCommand(value.location(at: failure.problem.offset), failure.problem.message)
            return []
        }
        var commands: [ExecCommand] = []
        for group in words.split(whereSeparator: { $0.bytes == [UInt8(ascii: ";")] && !$0.isQuoted }) {
            if let command = command(Array(group), value, directive) { commands.append(command) }
        }
        if commands.isEmpty, !isIncomplete {
            refuseCommand(value.start, "\(directive.key)= names no program")
        }
        return commands
    }

    private mutating func command(_ words: [Word], _ value: SourceValue, _ directive: Directive)
        -> ExecCommand?
    {
        guard let first = words.first else { return nil }
        var prefixes = CommandPrefixes()
        let length = prefixes.read(first.bytes)
        guard prefixes.isConsistent else {
            refuseCommand(value.location(at: first.offset), "'+', '!' and '!!' exclude each other")
            return nil
        }
        var texts: [String] = []
        for (index, word) in words.enumerated() {
            let bytes = index == 0 ? Array(word.bytes[length...]) : word.bytes
            guard let text = text(of: word, bytes, value) else { return nil }
            texts.append(text)
        }
        return command(texts, prefixes, value.location(at: first.offset), directive)
    }

    private mutating func refuseCommand(_ location: SourceLocation, _ message: String) {
        isIncomplete = true
        report(.error, location, message)
    }

    private mutating func text(of word: Word, _ bytes: [UInt8], _ value: SourceValue) -> String? {
        if let place = word.unknownEscape {
            report(
                .warning,
                value.location(at: place),
                "unknown escape sequence, kept as it is written; a backslash itself is written '\\\\'"
            )
        }
        do {
            var unknown: Specifiers.Failure?
            let expanded = try expand(bytes, unknown: &unknown)
            noteKept(unknown, value, word.offset)
            if let text = String(validating: expanded, as: UTF8.self) { return text }
            refuseCommand(value.location(at: word.offset), "this word is not UTF-8 text")
            return nil
        } catch {
            refuseCommand(value.location(at: word.offset + error.offset), error.message)
            return nil
        }
    }

    private mutating func command(
        _ texts: [String],
        _ prefixes: CommandPrefixes,
        _ location: SourceLocation,
        _ directive: Directive
    ) -> ExecCommand? {
        let program = texts[0]
        guard !program.isEmpty else {
            refuseCommand(location, "\(directive.key)= names no program")
            return nil
        }
        let path: String
        if program.begins(with: "/"), !program.ends(with: "/"), let absolute = PathText.absolute(program) {
            path = absolute
        } else if !program.holds("/"), program != ".", program != ".." {
            path = program
        } else {
            let hint = program.begins(with: "|") ? "; the prefix '|' is not available in this version" : ""
            refuseCommand(location, "'\(program)' is neither an absolute path nor a bare program name" + hint)
            return nil
        }
        var arguments = texts
        if prefixes.givesName {
            guard arguments.count > 1 else {
                refuseCommand(location, "'@' takes the name for argv[0] as a second word")
                return nil
            }
            arguments.removeFirst()
        }
        return ExecCommand(
            path: path,
            arguments: arguments,
            ignoresFailure: prefixes.ignoresFailure,
            expandsVariables: !prefixes.keepsVariables,
            privilege: prefixes.privilege
        )
    }
}

import ServiceModel

/// What was written behind a command: its options and its operands.
struct CommandWords: Equatable {
    private(set) var operands: [String] = []
    private var given: [String: [String]] = [:]

    /// Refuses what the command does not know: a misspelt option would silently do less than was asked.
    init(_ words: [String], of command: CommandDescription) throws(CommandFailure) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.begins(with: "-"), word.count > 1 else {
                operands.append(word)
                continue
            }
            let (name, attached) = CommandWords.separate(word)
            guard let option = command.options.first(where: { $0.names.contains(name) }) else {
                throw CommandWords.unknown(name, command)
            }
            if option.placeholder == nil {
                if attached != nil { throw .usage(command.name, "\(name) takes no value") }
                given[option.name, default: []].append("")
            } else {
                guard let value = attached ?? rest.popFirst() else {
                    throw .usage(command.name, "\(name) needs a value")
                }
                given[option.name, default: []].append(value)
            }
        }
    }

    func has(_ option: String) -> Bool { given[option] != nil }

    func values(_ option: String) -> [String] { given[option] ?? [] }

    /// The last one given counts.
    func value(_ option: String) -> String? { given[option]?.last }

    /// `-n5` and `-n 5`, `--name=value` and `--name value`.
    private static func separate(_ word: String) -> (name: String, attached: String?) {
        if word.begins(with: "--") || word.count == 2 { return CommandOption.split(word) }
        return (String(word.prefix(2)), String(word.dropFirst(2)))
    }

    private static func unknown(_ name: String, _ command: CommandDescription) -> CommandFailure {
        let near = Spelling.nearest(name, among: command.options.flatMap(\.names))
        let hint = near.map { "; did you mean '\($0)'?" } ?? ""
        return .usage(command.name, "unknown option '\(name)'\(hint)")
    }
}

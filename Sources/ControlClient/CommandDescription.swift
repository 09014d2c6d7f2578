import ServiceModel

/// One command: how it is called, what it says of itself, and what carries it out.
struct CommandDescription: Sendable {
    /// What may stand where an operand stands.
    enum Completion: Sendable { case units, unitsAndFiles, commands, signalThenUnits, nothing }

    let name: String
    /// `UNIT...`, as the synopsis has it.
    let operands: String
    /// One line, without a full stop.
    let summary: String
    var completion = Completion.nothing
    var options: [CommandOption] = []
    /// Further sentences for `help COMMAND`.
    var notes = ""
    let run: @Sendable (ClientSession, CommandWords) throws -> Int32

    var synopsis: String {
        let flags = options.map { option in
            let name = option.name.count > 2 ? option.name : option.names[0]
            guard let placeholder = option.placeholder else { return "[\(name)]" }
            return name.begins(with: "--") ? "[\(name)=\(placeholder)]" : "[\(name) \(placeholder)]"
        }
        return ([name] + flags + (operands.isEmpty ? [] : [operands])).joined(separator: " ")
    }
}

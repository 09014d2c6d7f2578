import Wire

/// help: what the commands are.
struct HelpCommand {
    static let table: [CommandDescription] = [
        CommandDescription(
            name: "help",
            operands: "[COMMAND]",
            summary: "this, or all about one command",
            completion: .commands
        ) { session, words in run(session, words) }
    ]

    private static func run(_ session: ClientSession, _ words: CommandWords) -> Int32 {
        guard let name = words.operands.first else {
            if !session.output.isJSON { session.output.raw(Array(HelpText.usage.utf8)) }
            session.output.document { write(CommandTable.all, into: &$0) }
            return ExitCode.success
        }
        guard let command = CommandTable.command(name) else {
            session.output.fail(CommandFailure(ExitCode.success, "unknown-command", "*** No help on \(name)"))
            return ExitCode.success
        }
        HelpText.lines(command).forEach(session.output.line(_:))
        session.output.document { write([command], into: &$0) }
        return ExitCode.success
    }

    private static func write(_ commands: [CommandDescription], into writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("commands", commands) { writer, command in
                writer.object { writer in
                    writer.field("name", command.name)
                    writer.field("synopsis", command.synopsis)
                    writer.field("summary", command.summary)
                }
            }
        }
    }
}

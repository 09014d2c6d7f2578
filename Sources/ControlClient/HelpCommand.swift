import Wire

/// help: what the commands are.
struct HelpCommand {
    static let table: [CommandDescription] = [
        CommandDescription(
            name: "help",
            operands: "[COMMAND]",
            summary: "this, or all about one command",
            completion: .commands
        ) { session, words in show(words.operands.first, session.output) }
    ]

    /// Without a name, the summary.
    static func show(_ name: String?, _ output: Output) -> Int32 {
        guard let name else {
            if !output.isJSON { output.raw(Array(HelpText.usage.utf8)) }
            output.document { write(CommandTable.all, into: &$0) }
            return ExitCode.success
        }
        guard let command = CommandTable.command(name) else {
            output.fail(CommandFailure(ExitCode.success, "unknown-command", "*** No help on \(name)"))
            return ExitCode.success
        }
        HelpText.lines(command).forEach(output.line(_:))
        output.document { write([command], into: &$0) }
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

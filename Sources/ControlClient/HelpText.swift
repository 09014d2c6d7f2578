import ServiceModel

/// The texts of `--help` and `help`, made from the table of commands.
enum HelpText {
    static var usage: String {
        var text = """
            Usage: supervisorctl [OPTION]... [COMMAND [ARGUMENT]...]

            Steers supervisord. Without a command: a shell. A UNIT is a name with or without '.service', a glob,
            or 'all'.


            """
        for command in CommandTable.all {
            text += row(command.name + " " + command.operands, command.summary, 31)
        }
        text += "\nOptions, before the command ('supervisorctl help COMMAND' tells the command's own):\n\n"
        for option in ClientOptions.table { text += row(indented(option), option.help, 31) }
        return text + """

            Exit status: 0 done, 1 failed, 2 wrong usage, 3 not available (status: a unit is not running),
            4 no such unit, no permission or no daemon, 7 not running. See supervisorctl(1).

            """
    }

    /// `help COMMAND`
    static func lines(_ command: CommandDescription) -> [String] {
        var lines = [command.synopsis, "    " + command.summary]
        if !command.options.isEmpty { lines.append("") }
        let longest = command.options.map { indented($0).count }.max() ?? 0
        for option in command.options {
            lines.append(String(row(indented(option), option.help, longest + 4).dropLast()))
        }
        if !command.notes.isEmpty {
            lines +=
                [""] + command.notes.fields(at: "\n", omittingEmptySubsequences: false).map(String.init)
        }
        return lines
    }

    /// A long name alone stands under the other long names.
    private static func indented(_ option: CommandOption) -> String {
        option.synopsis.begins(with: "--") ? "    " + option.synopsis : option.synopsis
    }

    private static func row(_ left: String, _ right: String, _ width: Int) -> String {
        let start = "  " + left
        return start + Columns.blanks(max(2, width - start.count)) + right + "\n"
    }
}

import ServiceModel

/// A command as a unit file would write it, for people.
enum CommandText {
    static func line(_ command: ExecCommand) -> String {
        let first = command.arguments.first ?? command.path
        // systemd's `@`: argv[0] is not the path.
        let renamed = first == command.path ? [] : [first]
        let words = [command.path] + renamed + command.arguments.dropFirst()
        return prefixes(command, isRenamed: !renamed.isEmpty) + words.map(quoted).joined(separator: " ")
    }

    private static func prefixes(_ command: ExecCommand, isRenamed: Bool) -> String {
        let privilege =
            switch command.privilege {
            case .confined: ""
            case .keepsUser: "!"
            case .keepsUserWithoutAmbient: "!!"
            case .full: "+"
            }
        return (isRenamed ? "@" : "") + (command.ignoresFailure ? "-" : "")
            + (command.expandsVariables ? "" : ":")
            + privilege
    }

    private static func quoted(_ word: String) -> String {
        let needsQuotes = word.isEmpty || word.contains { $0 == " " || $0 == "\t" || $0 == "\"" || $0 == ";" }
        guard needsQuotes else { return word }
        var text = "\""
        for character in word {
            if character == "\"" || character == "\\" { text.append("\\") }
            text.append(character)
        }
        return text + "\""
    }
}

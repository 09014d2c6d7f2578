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
        let special: Set<Unicode.Scalar> = [" ", "\"", "'", "\\", ";"]
        let needsQuotes =
            word.isEmpty || word.unicodeScalars.contains { special.contains($0) || isControl($0) }
        guard needsQuotes else { return word }
        return "\"" + word.unicodeScalars.reduce(into: "") { $0 += escaped($1) } + "\""
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || scalar.value == 0x7F
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"", "\\": return "\\" + String(scalar)
        case "\n": return "\\n"
        case "\t": return "\\t"
        case _ where isControl(scalar):
            let digits = String(scalar.value, radix: 16)
            return "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
        default: return String(scalar)
        }
    }
}

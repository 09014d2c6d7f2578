import ServiceModel

/// One option: its names, what it takes, and its line of help.
struct CommandOption: Equatable, Sendable {
    let names: [String]
    /// Nil for a flag.
    let placeholder: String?
    let help: String
    let values: Values

    /// What completion offers for the value.
    enum Values: Equatable, Sendable {
        case anything, files, directories, signals
        case words([String])
    }

    init(_ names: [String], _ placeholder: String?, _ help: String, values: Values = .anything) {
        self.names = names
        self.placeholder = placeholder
        self.help = help
        self.values = values
    }

    /// The long name, by which the program asks for it.
    var name: String { names.last ?? "" }

    var synopsis: String { names.joined(separator: ", ") + (placeholder.map { " " + $0 } ?? "") }

    /// `--name=value` in its parts.
    static func split(_ argument: String) -> (name: String, attached: String?) {
        guard argument.begins(with: "--"), let sign = argument.firstPosition(of: "=") else {
            return (argument, nil)
        }
        return (String(argument[..<sign]), String(argument[argument.utf8.index(after: sign)...]))
    }
}

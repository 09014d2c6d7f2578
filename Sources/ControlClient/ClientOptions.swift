/// What stands before the command on the command line of `supervisorctl`.
struct ClientOptions: Equatable {
    var control = "/run/castellan/control"
    var isJSON = false
    var loader: String?
    var command: [String] = []

    enum Outcome: Equatable {
        case run(ClientOptions)
        case help
        case unusable(String)
    }

    static func parse(_ arguments: [String]) -> Outcome {
        var options = ClientOptions()
        var rest = arguments[...]
        while let argument = rest.first, argument.hasPrefix("-") {
            rest = rest.dropFirst()
            let (name, attached) = split(argument)
            switch name {
            case "-h", "--help", "-?": return .help
            case "--json": options.isJSON = true
            case "--control", "--root", "--loader":
                guard let value = attached ?? rest.popFirst() else {
                    return .unusable("\(name) needs a value")
                }
                options.set(name, value)
            default: return .unusable("option \(argument) not recognized")
            }
        }
        // `--json` is understood behind the command too, where people write it.
        options.command = rest.filter { $0 != "--json" }
        if options.command.count != rest.count { options.isJSON = true }
        return .run(options)
    }

    private mutating func set(_ name: String, _ value: String) {
        switch name {
        case "--root": control = value + "/run/castellan/control"
        case "--loader": loader = value
        default: control = value
        }
    }

    private static func split(_ argument: String) -> (name: String, attached: String?) {
        guard argument.hasPrefix("--"), let sign = argument.firstIndex(of: "=") else {
            return (argument, nil)
        }
        return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
    }
}

import ServiceModel

/// What stands before the command on the command line of `supervisorctl`.
struct ClientOptions: Equatable {
    var root: String?
    /// Nil when none was named, directly or by `--root`.
    var givenControl: String?
    var isJSON = false
    var isInteractive = false
    var loader: String?
    var historyFile: String?
    var command: [String] = []

    enum Outcome: Equatable {
        case run(ClientOptions)
        case help
        case version
        case unusable(String)
    }

    /// The general options. `--json` is understood behind the command too, where people write it.
    static let table: [CommandOption] = [
        CommandOption(
            ["-s", "--control"],
            "PATH",
            "the daemon's socket; default one's own, or the system's",
            values: .files
        ),
        CommandOption(
            ["--root"],
            "DIR",
            "the daemon's --root: its socket and its units are below DIR",
            values: .directories
        ),
        CommandOption(["-i", "--interactive"], nil, "the shell, after the command if there is one"),
        CommandOption(["-r", "--history-file"], "FILE", "where the shell keeps its lines", values: .files),
        CommandOption(["--loader"], "FILE", "the supervisor-load that 'verify' runs", values: .files),
        CommandOption(["--json"], nil, "one JSON document on standard output, errors too"),
        CommandOption(["-h", "--help"], nil, "shows this and exits"),
        CommandOption(["-V", "--version"], nil, "shows the version of supervisorctl and exits"),
    ]

    static func parse(_ arguments: [String]) -> Outcome {
        var options = ClientOptions()
        var rest = arguments[...]
        while let argument = rest.first, argument.begins(with: "-"), argument != "--" {
            rest = rest.dropFirst()
            let (name, attached) = CommandOption.split(argument)
            if name == "-?" { return .help }
            guard let option = table.first(where: { $0.names.contains(alias(name)) }) else {
                return .unusable("option \(argument) not recognized")
            }
            guard option.placeholder != nil else {
                if attached != nil { return .unusable("\(name) takes no value") }
                if option.name == "--help" { return .help }
                if option.name == "--version" { return .version }
                options.set(option.name)
                continue
            }
            guard let value = attached ?? rest.popFirst(), !value.isEmpty else {
                return .unusable("\(name) needs a value")
            }
            if let problem = options.set(option.name, value) { return .unusable(problem) }
        }
        if rest.first == "--" { rest = rest.dropFirst() }
        options.take(Array(rest))
        return .run(options)
    }

    /// One word with blanks in it is a whole command line, as Supervisor has it.
    private mutating func take(_ words: [String]) {
        let all = words.count == 1 ? CommandLineSplitter.split(words[0]) : words
        let end = all.firstIndex(of: "--") ?? all.endIndex
        command = all[..<end].filter { $0 != "--json" } + all[end...]
        if command.count != all.count { isJSON = true }
    }

    private static func alias(_ name: String) -> String {
        name == "--serverurl" ? "--control" : name
    }

    private mutating func set(_ name: String) {
        if name == "--json" { isJSON = true } else { isInteractive = true }
    }

    private mutating func set(_ name: String, _ value: String) -> String? {
        switch name {
        case "--root":
            root = value
            givenControl = (value == "/" ? "" : value) + ControlSocket.system
        case "--loader": loader = value
        case "--history-file": historyFile = value
        default:
            guard !value.begins(with: "http://"), !value.begins(with: "https://") else {
                return "the daemon listens on a unix socket only: unix:///run/castellan/control"
            }
            givenControl = value.rest(after: "unix://").map(String.init) ?? value
        }
        return nil
    }
}

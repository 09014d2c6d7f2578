import ServiceModel

/// The command line of `supervisord`.
struct DaemonOptions: Equatable {
    enum Outcome: Equatable {
        case run(DaemonOptions)
        case help
        case version
        /// One sentence about what is wrong.
        case unusable(String)
    }

    var root = ""
    /// `--root` was given: the places are the system's, whoever asks.
    var hasRoot = false
    var unitPath: [String]?
    var configuration: String?
    var control: String?
    var isLenient = false
    var instances: [String] = []

    static let usage = """
        Usage: supervisord [OPTION]...

        Runs the services that unit files describe, each under least privilege, in the foreground, until
        SIGTERM or SIGINT. SIGHUP reloads the units.

          -c, --config FILE       daemon settings ([Manager]); default /etc/castellan/supervisord.conf
              --unit-path A:B     directories of unit files, most important first; default
                                  /etc/castellan/units:/run/castellan/units:/usr/lib/castellan/units
              --control PATH      control socket; default /run/castellan/control
              --root DIR          puts every default path below DIR, whoever runs it
              --instance NAME     also loads this instance of a template; may be repeated
              --compat=systemd    reads units as leniently as systemd does
          -h, --help              shows this and exits
          -V, --version           shows the version and exits

        See supervisord(8).

        """

    static func parse(_ arguments: [String]) -> Outcome {
        var options = DaemonOptions()
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let (name, attached) = split(argument)
            switch name {
            case "-h", "--help": return .help
            case "-V", "--version": return .version
            case "-c", "--config", "--unit-path", "--control", "--root", "--compat", "--instance":
                guard let value = attached ?? rest.popFirst() else {
                    return .unusable("\(name) needs a value")
                }
                if let problem = options.set(name, value) { return .unusable(problem) }
            default:
                return .unusable("unknown option '\(argument)'")
            }
        }
        return .run(options)
    }

    private static func split(_ argument: String) -> (name: String, attached: String?) {
        guard argument.begins(with: "--"), let sign = argument.firstPosition(of: "=") else {
            return (argument, nil)
        }
        return (String(argument[..<sign]), String(argument[argument.utf8.index(after: sign)...]))
    }

    private mutating func set(_ name: String, _ value: String) -> String? {
        switch name {
        case "--compat":
            guard value == "systemd" else { return "--compat takes 'systemd', not '\(value)'" }
            isLenient = true
        case "--unit-path":
            let paths = value.fields(at: ":").map(String.init)
            guard !paths.isEmpty, paths.allSatisfy({ $0.begins(with: "/") }) else {
                return "--unit-path takes absolute directories separated by ':', not '\(value)'"
            }
            unitPath = paths
        case "--instance": instances.append(value)
        default: return setPath(name, value)
        }
        return nil
    }

    private mutating func setPath(_ name: String, _ value: String) -> String? {
        guard value.begins(with: "/") else { return "\(name) takes an absolute path, not '\(value)'" }
        switch name {
        case "--root":
            root = value == "/" ? "" : value
            hasRoot = true
        case "--control": control = value
        default: configuration = value
        }
        return nil
    }
}

import ServiceModel

/// The command line of `supervisor-load`.
package struct LoaderOptions: Hashable, Sendable {
    package enum Outcome: Equatable {
        case run(LoaderOptions)
        case help
        case version
        /// One sentence about what is wrong.
        case unusable(String)
    }

    package var root = ""
    /// `--root` was given: the places are the system's, whoever asks.
    package var hasRoot = false
    package var unitPath: [String]?
    package var configuration: String?
    package var isLenient = false
    package var instances: [String] = []
    /// Further instances are named, one a line, in the file that the compiled set then takes the place of.
    package var readsInstances = false
    /// Nothing but the instances named is loaded.
    package var loadsOnlyInstances = false
    package var outputDescriptor: Int32 = 3
    /// The directory of the cgroup in which units get theirs, and the controllers that these can have.
    package var controlGroup: String?
    package var controllers: [String] = []
    package var verifies = false
    /// Prints the exposure of units, and not what is wrong with them.
    package var judgesExposure = false
    /// In tenths: a unit whose exposure is higher fails.
    package var threshold = 100
    package var isJSON = false
    /// Units or files to verify; empty: all units.
    package var operands: [String] = []

    package init() {}

    /// Whose units are verified? A user's own are for a supervisor that runs as the user. Any others are meant for
    /// one that runs as root, with root's settings.
    var verifiesForRoot: Bool {
        (verifies || judgesExposure) && (unitPath != nil || hasRoot || operands.contains { $0.holds("/") })
    }

    /// One option: its names, what it takes, what it does, and its line of help.
    private struct Option {
        let names: [String]
        let placeholder: String?
        let help: String
        let apply: @Sendable (inout LoaderOptions, String) -> String?
    }

    private static let table: [Option] = [
        Option(
            names: ["--unit-path"],
            placeholder: "A:B",
            help: "directories of unit files, most important first"
        ) {
            let paths = $1.fields(at: ":").map(String.init)
            guard !paths.isEmpty, paths.allSatisfy({ $0.begins(with: "/") }) else {
                return "--unit-path takes absolute directories separated by ':', not '\($1)'"
            }
            $0.unitPath = paths
            return nil
        },
        Option(
            names: ["-c", "--config"],
            placeholder: "FILE",
            help: "the supervisor's settings, section [Manager]"
        ) {
            guard $1.begins(with: "/") else { return "--config takes an absolute path, not '\($1)'" }
            $0.configuration = $1
            return nil
        },
        Option(names: ["--root"], placeholder: "DIR", help: "puts every default path below DIR") {
            guard $1.begins(with: "/") else { return "--root takes an absolute path, not '\($1)'" }
            $0.root = $1 == "/" ? "" : $1
            $0.hasRoot = true
            return nil
        },
        Option(names: ["--instance"], placeholder: "NAME", help: "also loads this instance of a template") {
            $0.instances.append($1)
            return nil
        },
        Option(
            names: ["--instances"],
            placeholder: nil,
            help: "the output file names further ones, one a line"
        ) { options, _ in
            options.readsInstances = true
            return nil
        },
        Option(names: ["--only-instances"], placeholder: nil, help: "loads nothing but instances") {
            options,
            _ in
            options.loadsOnlyInstances = true
            return nil
        },
        Option(names: ["--compat"], placeholder: "systemd", help: "reads units as leniently as systemd does")
        {
            guard $1 == "systemd" else { return "--compat takes 'systemd', not '\($1)'" }
            $0.isLenient = true
            return nil
        },
        Option(
            names: ["--output-fd"],
            placeholder: "N",
            help: "the descriptor for the compiled set; default 3"
        ) {
            guard let number = Int32($1), number >= 0 else {
                return "--output-fd takes a descriptor, not '\($1)'"
            }
            $0.outputDescriptor = number
            return nil
        },
        Option(
            names: ["--control-group"],
            placeholder: "DIR",
            help: "the cgroup in which units get theirs; default: none can be made"
        ) {
            guard $1.begins(with: "/") else { return "--control-group takes an absolute path, not '\($1)'" }
            $0.controlGroup = $1
            return nil
        },
        Option(
            names: ["--controllers"],
            placeholder: "A,B",
            help: "the controllers that units' cgroups can have"
        ) {
            $0.controllers = $1.fields(at: ",").map(String.init)
            return nil
        },
        Option(
            names: ["--verify"],
            placeholder: nil,
            help: "prints findings instead of compiling; any user may"
        ) { options, _ in
            options.verifies = true
            return nil
        },
        Option(
            names: ["--security"],
            placeholder: nil,
            help: "prints how exposed units are; any user may"
        ) { options, _ in
            options.judgesExposure = true
            return nil
        },
        Option(
            names: ["--threshold"],
            placeholder: "N",
            help: "with --security: fails above this, 0 to 100"
        ) {
            guard let number = Int($1), (0...100).contains(number) else {
                return "--threshold takes a number from 0 to 100, not '\($1)'"
            }
            $0.threshold = number
            return nil
        },
        Option(names: ["--json"], placeholder: nil, help: "with --verify or --security: prints JSON") {
            options,
            _ in
            options.isJSON = true
            return nil
        },
    ]

    package static var usage: String {
        var text = """
            Usage: supervisor-load [OPTION]...
                   supervisor-load --verify [OPTION]... [UNIT|FILE]...
                   supervisor-load --security [OPTION]... [UNIT|FILE]...

            Reads unit files and compiles them for supervisord, which runs it. With --verify it prints what is
            wrong with them and exits 0 when nothing is, 1 when a unit would be refused, 2 on wrong usage.
            With --security it prints their exposure and exits 1 when one is above the threshold.


            """
        for option in table {
            let value = option.placeholder.map { " " + $0 } ?? ""
            text += line((option.names.joined(separator: ", ")) + value, option.help)
        }
        return text + line("-h, --help", "shows this and exits")
            + line("-V, --version", "shows the version and exits")
    }

    private static func line(_ left: String, _ right: String) -> String {
        let indent = left.begins(with: "--") ? "      " : "  "
        let start = indent + left
        return start + String(repeating: " ", count: max(2, 26 - start.count)) + right + "\n"
    }

    package static func parse(_ arguments: [String]) -> Outcome {
        var options = LoaderOptions()
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "-h", "--help": return .help
            case "-V", "--version": return .version
            case "--":
                options.operands += rest
                rest = []
            default:
                if let problem = options.take(argument, &rest) { return .unusable(problem) }
            }
        }
        return options.complaint.map(Outcome.unusable) ?? .run(options)
    }

    private var complaint: String? {
        if verifies || judgesExposure { return nil }
        if let operand = operands.first {
            return "unexpected argument '\(operand)'; units are named with --verify"
        }
        return isJSON ? "--json goes with --verify or --security" : nil
    }

    private mutating func take(_ argument: String, _ rest: inout ArraySlice<String>) -> String? {
        guard argument.begins(with: "-"), argument != "-" else {
            operands.append(argument)
            return nil
        }
        let parts = argument.fields(at: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        guard let option = LoaderOptions.table.first(where: { $0.names.contains(parts[0]) }) else {
            return "unknown option '\(parts[0])'"
        }
        let attached = parts.count > 1 ? parts[1] : nil
        guard option.placeholder != nil else {
            if attached != nil { return "\(parts[0]) takes no value" }
            return option.apply(&self, "")
        }
        // A list may be empty, if it is attached.
        if parts[0] == "--controllers", attached == "" { return option.apply(&self, "") }
        guard let value = attached ?? rest.popFirst(), !value.isEmpty else {
            return "\(parts[0]) needs a value"
        }
        return option.apply(&self, value)
    }
}

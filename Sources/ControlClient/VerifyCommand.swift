import LinuxSystem
import ServiceModel

/// verify: the loader's findings about unit files, without the daemon.
struct VerifyCommand {
    static let table: [CommandDescription] = [
        CommandDescription(
            name: "verify",
            operands: "[UNIT|FILE...]",
            summary: "what is wrong with unit files; needs no daemon",
            completion: .unitsAndFiles,
            options: [
                CommandOption(
                    ["--unit-path"],
                    "A:B",
                    "directories of unit files, most important first",
                    values: .directories
                ),
                CommandOption(
                    ["-c", "--config"],
                    "FILE",
                    "the supervisor's settings, section [Manager]",
                    values: .files
                ),
                CommandOption(
                    ["--compat"],
                    "systemd",
                    "reads units as leniently as systemd does",
                    values: .words(["systemd"])
                ),
            ],
            notes: "Exits with 0 when every unit can be started, with 1 when one would be refused."
        ) { session, words in try VerifyCommand(session: session).run(words) }
    ]

    let session: ClientSession

    private func run(_ words: CommandWords) throws -> Int32 {
        try judge(words)
        var options = ["--verify"]
        if let root = session.options.root { options += ["--root", root] }
        for option in ["--unit-path", "--config", "--compat"] {
            if let value = words.value(option) { options += [option, value] }
        }
        return try VerifyCommand.load(session, options, words.operands == ["all"] ? [] : words.operands)
    }

    /// Runs the loader in this program's place at the terminal.
    static func load(_ session: ClientSession, _ options: [String], _ operands: [String]) throws -> Int32 {
        let loader = try session.options.loader ?? find()
        let json = session.output.isJSON ? ["--json"] : []
        session.output.flush()
        do {
            return try ClientCommand.run(loader, [loader] + options + json + ["--"] + operands)
        } catch {
            throw CommandFailure(
                ExitCode.generic,
                "no-loader",
                "Error: cannot run \(loader): \(ErrorName.text(error.errno))"
            )
        }
    }

    private func judge(_ words: CommandWords) throws {
        if let compat = words.value("--compat"), compat != "systemd" {
            throw CommandFailure.usage("verify", "--compat takes 'systemd', not '\(compat)'")
        }
        try VerifyCommand.judge(words, of: "verify", root: session.options.root)
    }

    /// What the loader would refuse, said here: a program that reads JSON gets it as JSON.
    static func judge(_ words: CommandWords, of command: String, root: String?) throws {
        for option in ["--unit-path", "--config"] {
            guard let path = words.value(option), !path.begins(with: "/") else { continue }
            throw CommandFailure.usage(command, "\(option) takes absolute paths, not '\(path)'")
        }
        if let glob = words.operands.first(where: {
            UnitPattern.isWide($0) && $0 != "all" && !$0.holds("/")
        }) {
            throw CommandFailure.usage(command, "it takes names and files, and no pattern such as '\(glob)'")
        }
        if let root, !root.begins(with: "/") {
            throw CommandFailure.usage(command, "--root takes an absolute path here, not '\(root)'")
        }
    }

    /// Beside this program, or in the libexec folder of the same installation.
    private static func find() throws -> String {
        let own = OwnProcess.executedPath ?? ""
        let folder = own.lastPosition(of: "/").map { String(own[..<$0]) } ?? "/usr/bin"
        let candidates = [
            "\(folder)/supervisor-load", "\(folder)/../libexec/castellan/supervisor-load",
            "/usr/libexec/castellan/supervisor-load",
        ]
        if let found = candidates.first(where: ClientFile.exists) { return found }
        throw CommandFailure(
            ExitCode.generic,
            "no-loader",
            "Error: supervisor-load is in none of \(candidates.joined(separator: ", ")); name it with --loader"
        )
    }
}

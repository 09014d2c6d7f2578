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
        let loader = try session.options.loader ?? VerifyCommand.find()
        var arguments = [loader, "--verify"]
        if session.output.isJSON { arguments.append("--json") }
        if let root = session.options.root { arguments += ["--root", root] }
        for option in ["--unit-path", "--config", "--compat"] {
            if let value = words.value(option) { arguments += [option, value] }
        }
        let operands = words.operands == ["all"] ? [] : words.operands
        session.output.flush()
        do {
            return try ClientCommand.run(loader, arguments + ["--"] + operands)
        } catch {
            throw CommandFailure(
                ExitCode.generic,
                "no-loader",
                "Error: cannot run \(loader): \(ErrorName.text(error.errno))"
            )
        }
    }

    /// What the loader would refuse, said here: a program that reads JSON gets it as JSON.
    private func judge(_ words: CommandWords) throws {
        if let compat = words.value("--compat"), compat != "systemd" {
            throw CommandFailure.usage("verify", "--compat takes 'systemd', not '\(compat)'")
        }
        for option in ["--unit-path", "--config"] {
            guard let path = words.value(option), !path.begins(with: "/") else { continue }
            throw CommandFailure.usage("verify", "\(option) takes absolute paths, not '\(path)'")
        }
        if let glob = words.operands.first(where: {
            UnitPattern.isWide($0) && $0 != "all" && !$0.holds("/")
        }) {
            throw CommandFailure.usage("verify", "it takes names and files, and no pattern such as '\(glob)'")
        }
        if let root = session.options.root, !root.begins(with: "/") {
            throw CommandFailure.usage("verify", "--root takes an absolute path here, not '\(root)'")
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

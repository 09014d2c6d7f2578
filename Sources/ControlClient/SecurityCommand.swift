import LinuxSystem
import ServiceModel

/// security: how exposed units are, by systemd's score and by what is enforced here; without the daemon.
struct SecurityCommand {
    static let table: [CommandDescription] = [
        CommandDescription(
            name: "security",
            operands: "[UNIT|FILE...]",
            summary: "how exposed units are, declared and as enforced; needs no daemon",
            completion: .unitsAndFiles,
            options: [
                CommandOption(
                    ["--threshold"],
                    "N",
                    "exits with 1 when a unit's exposure times 10 is above N"
                ),
                CommandOption(["--offline"], "FILE", "a unit file, which may lie anywhere", values: .files),
                CommandOption(
                    ["--unit-path"],
                    "A:B",
                    "directories of unit files, most important first",
                    values: .directories
                ),
            ],
            notes: "Without a unit: a line for each, the most exposed first."
        ) { session, words in try SecurityCommand(session: session).run(words) }
    ]

    let session: ClientSession

    private func run(_ words: CommandWords) throws -> Int32 {
        if let text = words.value("--threshold"), Int(text).map({ (0...100).contains($0) }) != true {
            throw CommandFailure.usage(
                "security",
                "--threshold takes a number from 0 to 100, not '\(text)'"
            )
        }
        try VerifyCommand.judge(words, of: "security", root: session.options.root)
        var options = ["--security"]
        if let root = session.options.root { options += ["--root", root] }
        for option in ["--unit-path", "--threshold"] {
            if let value = words.value(option) { options += [option, value] }
        }
        let files = words.values("--offline").map { $0.holds("/") ? $0 : "./" + $0 }
        let units = words.operands == ["all"] ? [] : words.operands
        return try VerifyCommand.load(session, options, units + files)
    }
}

import ControlProtocol
import LinuxSystem
import ServiceModel
import Wire

/// start, stop, restart, reload: commands that wait for a job of each unit.
struct ChangeCommands {
    private static let noWait = CommandOption(["--no-wait"], nil, "returns when the jobs are accepted")
    private static let timeout = CommandOption(
        ["--timeout"],
        "SPAN",
        "waits no longer, such as 10s or 1min; the jobs go on"
    )
    private static let alone = CommandOption(
        ["--ignore-dependencies"],
        nil,
        "only the units named, none of those they need"
    )

    static let table: [CommandDescription] = [
        description("start", "starts units and waits until they are up", [noWait, timeout, alone]),
        description(
            "stop",
            "stops units and waits until their last process is gone",
            [noWait, timeout, alone]
        ),
        description("restart", "stops what runs, then starts", [noWait, timeout, alone]),
        description("reload", "runs the units' ExecReload=", [noWait, timeout]),
    ]

    private static func description(_ name: String, _ summary: String, _ options: [CommandOption])
        -> CommandDescription
    {
        CommandDescription(
            name: name,
            operands: "UNIT...",
            summary: summary,
            completion: .units,
            options: options,
            notes: "A UNIT is a name, a glob in quotes, or 'all'."
        ) { session, words in try ChangeCommands(session: session, verb: name).run(words) }
    }

    let session: ClientSession
    let verb: String

    func run(_ words: CommandWords) throws -> Int32 {
        guard !words.operands.isEmpty else { throw missingUnit }
        let command = UnitCommand(
            units: words.operands,
            wait: !words.has("--no-wait"),
            ignoresDependencies: words.has("--ignore-dependencies")
        )
        let value = try session.ask(
            request(command),
            doing: "\(participle) \(ChangeCommands.listed(words.operands))",
            waitsForJob: !words.has("--no-wait"),
            until: try deadline(words)
        )
        session.output.document { $0.value(value) }
        let results = try UnitResults(value).results
        if results.isEmpty { session.output.problem("no unit matches") }
        if verb == "restart" {
            results.compactMap(ResultText.stopLine).forEach(session.output.line(_:))
        }
        return session.output.results(
            results,
            done: ChangeCommands.done(verb),
            asked: verb == "restart" ? "restarted" : nil
        )
    }

    /// Supervisor's exit statuses of this mistake differ.
    private var missingUnit: CommandFailure {
        if verb == "reload" {
            return CommandFailure(
                ExitCode.unimplemented,
                "unimplemented",
                "Error: re-executing the daemon is not available in this version; 'reload UNIT' reloads a unit, 'daemon-reload' reads the unit files again"
            )
        }
        return CommandFailure(
            verb == "start" ? ExitCode.invalidArguments : ExitCode.generic,
            "usage",
            "Error: \(verb) requires a process name\nFor help, use 'supervisorctl help \(verb)'"
        )
    }

    private func deadline(_ words: CommandWords) throws -> UInt64? {
        guard let text = words.value("--timeout") else { return nil }
        guard let span = SpanText.microseconds(text) else {
            throw CommandFailure.usage(
                verb,
                "--timeout takes a time span such as 10s or 1min 30s, not '\(text)'"
            )
        }
        let (deadline, overflow) = Clock.monotonic().addingReportingOverflow(span)
        return overflow ? nil : deadline
    }

    private func request(_ command: UnitCommand) -> Request {
        switch verb {
        case "start": .start(command)
        case "stop": .stop(command)
        case "reload": .reload(command)
        default: .restart(command)
        }
    }

    private var participle: String {
        switch verb {
        case "stop": "stopping"
        default: verb + "ing"
        }
    }

    static func done(_ verb: String) -> String {
        switch verb {
        case "stop": "stopped"
        case "reload": "reloaded"
        default: "started"
        }
    }

    /// `redis`, `redis and 3 more`
    static func listed(_ units: [String]) -> String {
        guard let first = units.first else { return "" }
        return StatusRow.displayName(first) + (units.count > 1 ? " and \(units.count - 1) more" : "")
    }
}

extension Output {
    /// One line a unit. Returns the exit status.
    func results(_ results: [UnitResult], done: String, asked: String? = nil) -> Int32 {
        let texts = results.map { ResultText($0, done: done, asked: asked) }
        for text in texts {
            line(text.line)
            if !text.hint.isEmpty { problem("  \(text.hint)") }
        }
        return ResultText.exitStatus(texts)
    }
}

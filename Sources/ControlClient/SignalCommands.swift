import ControlProtocol
import ServiceModel

/// signal and kill.
struct SignalCommands {
    static let table: [CommandDescription] = [
        CommandDescription(
            name: "signal",
            operands: "SIGNAL UNIT...",
            summary: "sends a signal to the units' main processes",
            completion: .signalThenUnits,
            notes: "SIGNAL is a name with or without 'SIG', or a number."
        ) { session, words in try SignalCommands(session: session).signal(words) },
        CommandDescription(
            name: "kill",
            operands: "UNIT...",
            summary: "sends a signal to every process of the units, SIGTERM unless told",
            completion: .units,
            options: [
                CommandOption(["-s", "--signal"], "SIGNAL", "this one; by name or number", values: .signals),
                CommandOption(
                    ["--kill-whom"],
                    "WHOM",
                    "all, main or control; default all",
                    values: .words(["all", "main", "control"])
                ),
            ]
        ) { session, words in try SignalCommands(session: session).kill(words) },
    ]

    let session: ClientSession

    private func signal(_ words: CommandWords) throws -> Int32 {
        guard words.operands.count >= 2 else {
            throw CommandFailure(
                ExitCode.generic,
                "usage",
                "Error: signal requires a signal name and a process name\nFor help, use 'supervisorctl help signal'"
            )
        }
        let units = Array(words.operands.dropFirst())
        guard let signal = Signal(text: words.operands[0].uppercased()) else {
            let lines = units.map { "\(StatusRow.displayName($0)): ERROR (bad signal name)" }
            lines.forEach(session.output.line(_:))
            throw CommandFailure(
                ExitCode.generic,
                "bad-signal",
                "Error: '\(words.operands[0])' is no signal; 'TERM', 'SIGTERM' and '15' are"
            )
        }
        return try send(SignalCommand(units: units, signal: signal))
    }

    private func kill(_ words: CommandWords) throws -> Int32 {
        guard !words.operands.isEmpty else { throw CommandFailure.usage("kill", "a unit is needed") }
        var signal = Signal.terminate
        if let text = words.value("--signal") {
            guard let known = Signal(text: text.uppercased()) else {
                throw CommandFailure.usage("kill", "'\(text)' is no signal; 'TERM', 'SIGTERM' and '15' are")
            }
            signal = known
        }
        return try send(
            SignalCommand(
                units: words.operands,
                signal: signal,
                target: try target(words.value("--kill-whom"))
            )
        )
    }

    private func target(_ word: String?) throws -> SignalCommand.Target {
        switch word {
        case nil, "all": return .all
        case "main": return .main
        case "control": return .control
        case .some(let other):
            throw CommandFailure.usage("kill", "--kill-whom takes all, main or control, not '\(other)'")
        }
    }

    private func send(_ command: SignalCommand) throws -> Int32 {
        let results = try UnitResults(try session.tell(.signal(command))).results
        if results.isEmpty { session.output.problem("no unit matches") }
        return session.output.results(results, done: "signalled")
    }
}

import ControlProtocol
import LinuxSystem
import ServiceModel
import Wire

/// history: how processes ended.
struct HistoryCommand {
    static let table: [CommandDescription] = [
        CommandDescription(
            name: "history",
            operands: "[UNIT...]",
            summary: "how processes ended, the latest last",
            completion: .units,
            options: [
                CommandOption(["--since"], "WHEN", "only what ended at WHEN or later"),
                CommandOption(["--failed"], nil, "only ends that were no success"),
                CommandOption(["-n", "--lines"], "N", "at most the N latest; default 1000"),
            ],
            notes: """
                WHEN is a timestamp of systemd.time(7): '2026-11-23 17:00', '17:00:30', 'today', 'yesterday',
                '10min ago', '-2h', '@1795453200'.
                """
        ) { session, words in try HistoryCommand(session: session).run(words) }
    ]

    let session: ClientSession

    private func run(_ words: CommandWords) throws -> Int32 {
        var query = HistoryQuery(failedOnly: words.has("--failed"), limit: try limit(words))
        query.since = try since(words)
        let records = try records(words.operands, query)
        session.output.document { writer in writer.object { ExitHistory(records).encode(into: &$0) } }
        for record in records { session.output.line(RecordText.line(record)) }
        return ExitCode.success
    }

    private func limit(_ words: CommandWords) throws -> UInt32 {
        guard let text = words.value("--lines") else { return 1000 }
        guard let number = UInt32(text) else {
            throw CommandFailure.usage("history", "-n takes a number, not '\(text)'")
        }
        return number
    }

    private func since(_ words: CommandWords) throws -> WallTime? {
        guard let text = words.value("--since") else { return nil }
        guard let moment = WhenText(now: Clock.wall()).microseconds(text) else {
            throw CommandFailure.usage(
                "history",
                "--since takes a time such as '2026-11-23 17:00', 'yesterday' or '10min ago', not '\(text)'"
            )
        }
        return WallTime(microseconds: moment)
    }

    private func records(_ patterns: [String], _ query: HistoryQuery) throws -> [ExitRecord] {
        guard !patterns.isEmpty, patterns != ["all"] else {
            return try ExitHistory(try session.ask(.history(query))).records
        }
        let (units, unmatched) = try session.names(of: patterns)
        var records: [ExitRecord] = []
        for unit in units + unmatched {
            var one = query
            one.unit = unit
            let found = try ExitHistory(try session.ask(.history(one))).records
            // A unit that is gone may have left records.
            if found.isEmpty, unmatched.contains(unit) {
                throw FailureText.noSuchUnit(unit, ExitCode.unreachable)
            }
            records += found
        }
        if units.count + unmatched.count > 1 { records.sort { $0.endedAt < $1.endedAt } }
        return records.suffix(Int(query.limit ?? .max))
    }
}

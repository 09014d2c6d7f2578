import ControlProtocol
import Wire

/// status, list-units and pid: what runs.
struct StatusCommands {
    static let table: [CommandDescription] = [
        CommandDescription(
            name: "status",
            operands: "[UNIT...]",
            summary: "what runs; for one unit, everything about it and why",
            completion: .units,
            notes: "Exits with 3 when one of the units does not run, with 4 when one is not known."
        ) { session, words in try StatusCommands(session: session).status(words) },
        CommandDescription(
            name: "list-units",
            operands: "[PATTERN...]",
            summary: "units with systemd's states",
            completion: .units,
            options: [
                CommandOption(["--failed"], nil, "only those that failed"),
                CommandOption(["--plain"], nil, "only their names, one a line"),
            ]
        ) { session, words in try StatusCommands(session: session).listUnits(words) },
        CommandDescription(
            name: "pid",
            operands: "[UNIT...]",
            summary: "pids of main processes; without a unit, the daemon's own",
            completion: .units
        ) { session, words in try StatusCommands(session: session).pid(words) },
    ]

    let session: ClientSession

    // MARK: status

    private func status(_ words: CommandWords) throws -> Int32 {
        if words.operands.count == 1, !UnitPattern.isWide(words.operands[0]) {
            return try statusOfOne(words.operands[0])
        }
        let list = try UnitList(try session.tell(.listUnits(patterns: words.operands, all: true)))
        for name in list.unmatched { session.output.line("\(name): ERROR (no such process)") }
        let width = StatusRow.width(list.units)
        for unit in list.units { session.output.line(StatusRow.line(unit, width: width)) }
        if list.units.isEmpty, list.unmatched.isEmpty {
            session.output.problem(words.operands.isEmpty ? "no units are loaded" : "no unit matches")
        }
        if !list.unmatched.isEmpty { return ExitCode.unreachable }
        return list.units.allSatisfy { StatusRow.isUp($0.state) } ? ExitCode.success : ExitCode.unimplemented
    }

    private func statusOfOne(_ name: String) throws -> Int32 {
        let status: UnitStatus
        do {
            status = try UnitReply(try session.tell(.getUnit(name: name))).unit
        } catch DaemonLink.Failure.refused(.noSuchUnit) {
            var failure = FailureText.noSuchUnit(name, ExitCode.unreachable)
            failure.isAnswer = true
            throw failure
        }
        session.output.line(StatusRow.line(status.summary, width: StatusRow.width([status.summary])))
        UnitReport(status).lines.forEach(session.output.line(_:))
        return StatusRow.isUp(status.summary.state) ? ExitCode.success : ExitCode.unimplemented
    }

    // MARK: list-units

    private func listUnits(_ words: CommandWords) throws -> Int32 {
        let value = try session.ask(.listUnits(patterns: words.operands, all: true))
        var list = try UnitList(value)
        if words.has("--failed") { list.units = list.units.filter { $0.activeState == "failed" } }
        session.output.document { writer in writer.object { list.encode(into: &$0) } }
        for name in list.unmatched { session.output.problem("\(name): ERROR (no such process)") }
        if words.has("--plain") {
            for unit in list.units { session.output.line(unit.name) }
        } else {
            StatusCommands.table(list.units).forEach(session.output.line(_:))
        }
        return list.unmatched.isEmpty ? ExitCode.success : ExitCode.unreachable
    }

    /// Columns as wide as what stands in them.
    static func table(_ units: [UnitSummary]) -> [String] {
        let rows =
            [["UNIT", "LOAD", "ACTIVE", "SUB", "DESCRIPTION"]]
            + units.map { [$0.name, $0.loadState, $0.activeState, $0.subState, $0.description] }
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            (0..<4).map { row[$0] + Columns.blanks(widths[$0] - row[$0].count + 2) }.joined()
                + row[4]
        }
    }

    // MARK: pid

    private func pid(_ words: CommandWords) throws -> Int32 {
        guard !words.operands.isEmpty else {
            session.output.line("\(try DaemonVersion(try session.tell(.version)).pid)")
            return ExitCode.success
        }
        let list = try UnitList(try session.tell(.listUnits(patterns: words.operands, all: true)))
        for name in list.unmatched { session.output.line("No such process \(name)") }
        for unit in list.units { session.output.line("\(unit.pid ?? 0)") }
        if !list.unmatched.isEmpty { return ExitCode.generic }
        return words.operands == ["all"] || list.units.allSatisfy { $0.pid != nil }
            ? ExitCode.success : ExitCode.notRunning
    }
}

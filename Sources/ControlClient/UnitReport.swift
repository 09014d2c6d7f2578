import ControlProtocol
import LinuxSystem
import ServiceModel

/// What `status UNIT` says below Supervisor's line.
struct UnitReport {
    private let status: UnitStatus
    /// Microseconds since 1970.
    private let now: UInt64

    init(_ status: UnitStatus, now: UInt64 = Clock.wall()) {
        self.status = status
        self.now = now
    }

    var lines: [StyledLine] {
        let facts = self.facts.compactMap { name, value -> StyledLine? in
            guard let value, !value.isEmpty else { return nil }
            return StyledLine(Columns.blanks(12 - name.count) + name + ": " + value)
        }
        return facts + staleness + outcomes + denials
            + status.diagnostics.map { StyledLine("  " + $0.description, .yellow) }
    }

    private var staleness: [StyledLine] {
        guard status.needsReload else { return [] }
        return [
            StyledLine(
                "  its files have changed since they were loaded: supervisorctl daemon-reload",
                .yellow
            )
        ]
    }

    private var facts: [(String, String?)] {
        let summary = status.summary
        return [
            ("Unit", summary.description.isEmpty ? summary.name : "\(summary.name) - \(summary.description)"),
            ("Loaded", loaded),
            ("Docs", status.documentation.joined(separator: " ")),
            ("State", state),
            ("Why", status.why),
            (
                "Next start",
                status.nextRestart.map { "in \(RecordText.age(max(now, $0.microseconds) - now))" }
            ),
            ("Main pid", summary.pid.map { "\($0)" }),
            ("Control pid", status.controlPid.map { "\($0)" }),
            ("Identity", status.uid.map { "uid \($0), gid \(status.gid.map { String($0) } ?? "?")" }),
            ("Memory", status.memory.map { "\($0 / 1024) KiB in \(processes)" }),
            ("CPU", status.processorTime.map { "\($0 / 1_000) ms" }),
            ("Group", status.controlGroup),
            ("Invocation", status.invocation?.text),
            ("Last exit", status.lastRecord.map(lastExit)),
        ]
    }

    private var loaded: String {
        let summary = status.summary
        let files = ([status.fragmentPath] + status.dropInPaths).filter { !$0.isEmpty }
        return summary.loadState + (files.isEmpty ? "" : " (\(files.joined(separator: ", ")))")
    }

    private var state: String {
        let summary = status.summary
        let result = summary.result == .success ? "" : ", result \(summary.result.word)"
        let since = summary.since.map {
            " since \(LocalTime.text($0.microseconds, "%Y-%m-%d %H:%M:%S %z")), \(RecordText.age(age(of: $0))) ago"
        }
        return "\(summary.activeState) (\(summary.subState)\(result))\(since ?? "")"
    }

    private var processes: String {
        let count = status.tasks ?? 0
        return count == 1 ? "1 task" : "\(count) tasks"
    }

    private func age(of moment: WallTime) -> UInt64 { max(now, moment.microseconds) - moment.microseconds }

    /// `ExecStart= killed by SIGSEGV, core dumped, 3 s ago, restart 4 of 5`
    private func lastExit(_ record: ExitRecord) -> String {
        var text = "\(RecordText.ends(record.status)), \(RecordText.age(age(of: record.endedAt))) ago"
        if let restart { text += ", \(restart)" }
        text += "; \(record.command.directive)=, pid \(record.pid)"
        if let step = record.failedStep { text += ", at launch step '\(step)'" }
        if let asker = record.requestedBy { text += ", asked for by \(asker)" }
        return text
    }

    /// Of as many starts as the start limit lets pass within its interval.
    private var restart: String? {
        let restarts = status.summary.restarts
        guard restarts > 0 else { return nil }
        guard status.startLimit > 0, status.recentStarts > 0 else { return "restart \(restarts)" }
        return "restart \(min(restarts, status.recentStarts)) of \(status.startLimit)"
    }

    // MARK: requested and enforced

    /// What was requested beside what holds.
    private var outcomes: [StyledLine] {
        let asked = status.outcomes.map { "\($0.directive)=\($0.requested)" }
        guard let longest = asked.map(\.count).max() else { return [] }
        let width = min(longest, 60)
        return [StyledLine("   \(heading):")]
            + zip(asked, status.outcomes).map { asked, outcome in
                let room = Columns.blanks(max(0, width - asked.count) + 2)
                return StyledLine("     \(asked)\(room)") + UnitReport.word(outcome.enforcement)
            }
    }

    private var heading: String {
        if status.holds { return "Requested and enforced" }
        return status.summary.loadState == "loaded"
            ? "Requested, and what will hold from its next start on"
            : "Requested, and what would hold if it could be started"
    }

    /// What follows from it for the unit's processes.
    private var denials: [StyledLine] {
        guard !status.denied.isEmpty else { return [] }
        return [StyledLine("   Its processes cannot:")] + status.denied.map { StyledLine("     " + $0) }
    }

    private static func word(_ enforcement: Enforcement) -> StyledLine {
        switch enforcement {
        case .enforced(let mechanism): StyledLine("enforced by \(mechanism)")
        case .emulated(let mechanism, let gap):
            StyledLine("emulated by \(mechanism); gap: \(gap)", .yellow)
        case .refused(let reason): StyledLine("refused: \(reason)", .red)
        case .notEnforcedYet: StyledLine("not enforced yet", .yellow)
        case .notSupported: StyledLine("not supported", .yellow)
        }
    }
}

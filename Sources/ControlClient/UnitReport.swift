import ControlProtocol
import LinuxSystem
import ServiceModel

/// What `status UNIT` says below Supervisor's line.
enum UnitReport {
    static func lines(_ status: UnitStatus) -> [String] {
        var lines: [String] = []
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append(String(repeating: " ", count: max(0, 12 - name.count)) + name + ": " + value)
        }
        add("Unit", "\(status.summary.name) - \(status.summary.description)")
        add("Loaded", status.summary.loadState + " (\(status.fragmentPath))")
        add("State", "\(status.summary.activeState) (\(status.summary.subState))")
        add("Why", status.why)
        if let uid = status.uid { add("Identity", "uid \(uid), gid \(status.gid.map { String($0) } ?? "?")") }
        if let memory = status.memory {
            add("Memory", "\(memory / 1024) KiB in \(status.tasks ?? 0) processes")
        }
        add("Group", status.controlGroup)
        if let record = status.lastRecord { add("Last exit", lastExit(record, status.startLimit)) }
        lines += outcomes(status.outcomes)
        for finding in status.diagnostics { lines.append("  " + finding.description) }
        return lines
    }

    /// `ExecStart killed by SIGSEGV, core dumped, 3 s ago, restart 4`
    private static func lastExit(_ record: ExitRecord, _ limit: UInt32) -> String {
        let seconds =
            (max(Clock.wall(), record.endedAt.microseconds) - record.endedAt.microseconds) / 1_000_000
        var text = "\(record.command.directive) \(ends(record.status)), \(StatusRow.uptime(seconds)) ago"
        if let step = record.failedStep { text += ", at launch step '\(step)'" }
        if record.restartCount > 0 { text += ", restart \(record.restartCount)" }
        if let asker = record.requestedBy { text += ", asked for by \(asker)" }
        return text
    }

    static func ends(_ status: ExitStatus) -> String {
        switch status {
        case .exited(let code): "exited with status \(code)"
        case .signaled(let signal, let coreDumped):
            "killed by \(signal.name)" + (coreDumped ? ", core dumped" : "")
        }
    }

    /// What was requested beside what holds.
    private static func outcomes(_ outcomes: [DirectiveOutcome]) -> [String] {
        guard !outcomes.isEmpty else { return [] }
        let width = (outcomes.map { $0.directive.count + $0.requested.count + 1 }.max() ?? 0)
        return ["   Requested and enforced:"]
            + outcomes.map { outcome in
                let asked = "\(outcome.directive)=\(outcome.requested)"
                let room = String(repeating: " ", count: max(0, min(width, 60) - asked.count))
                return "     \(asked)\(room)  \(word(outcome.enforcement))"
            }
    }

    private static func word(_ enforcement: Enforcement) -> String {
        switch enforcement {
        case .enforced(let mechanism): "enforced by \(mechanism)"
        case .emulated(let mechanism, let gap): "emulated by \(mechanism); gap: \(gap)"
        case .refused(let reason): "refused: \(reason)"
        case .notEnforcedYet: "not enforced yet"
        case .notSupported: "not supported"
        }
    }
}

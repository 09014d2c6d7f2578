import ControlProtocol
import LinuxSystem
import ServiceModel

/// One line of `status` as Supervisor prints it.
enum StatusRow {
    static func line(_ unit: UnitSummary, width: Int) -> StyledLine {
        let state = unit.state.rawValue
        return StyledLine([
            (pad(displayName(unit.name), width), .plain), (state, colour(unit.state)),
            (Columns.blanks(10 - state.count) + description(unit), .plain),
        ])
    }

    /// The longest name and three blanks, 33 at least.
    static func width(_ units: [UnitSummary]) -> Int {
        max(30, units.map { displayName($0.name).count }.max() ?? 0) + 3
    }

    static func displayName(_ unit: String) -> String {
        unit.ends(with: ".service") ? String(unit.dropLast(8)) : unit
    }

    static func isUp(_ state: SupervisorState) -> Bool {
        switch state {
        case .running, .starting, .backoff, .stopping: true
        case .stopped, .exited, .fatal, .unknown: false
        }
    }

    private static func colour(_ state: SupervisorState) -> StyledLine.Colour {
        switch state {
        case .running: .green
        case .starting, .stopping, .backoff: .yellow
        case .fatal, .unknown: .red
        case .stopped, .exited: .plain
        }
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + Columns.blanks(width - text.count)
    }

    private static func description(_ unit: UnitSummary) -> String {
        switch unit.state {
        case .running: "pid \(unit.pid ?? 0), uptime \(uptime(unit.uptime ?? 0))"
        case .stopped, .exited:
            unit.since.map { LocalTime.text($0.microseconds, "%b %d %I:%M %p") } ?? "Not started"
        case .fatal, .backoff: unit.reason ?? "unknown error"
        case .starting, .stopping, .unknown: ""
        }
    }

    /// `0:13:49`, `1 day, 1:01:01`
    static func uptime(_ seconds: UInt64) -> String {
        func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(seconds % 86400 / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        switch seconds / 86400 {
        case 0: return clock
        case 1: return "1 day, \(clock)"
        case let days: return "\(days) days, \(clock)"
        }
    }
}

import ServiceModel
import Supervision

/// A process of a simulated world: what it will do next, and how it takes signals.
struct SimulatedProcess {
    enum Stage {
        /// The shell has other launches to make first.
        case queued
        /// The helper is confining itself.
        case launching
        /// The helper reported a failed step and is about to exit.
        case launchFailed
        case running
    }

    let token: UInt32
    var stage: Stage = .launching
    var nextAt: Instant
    var status: ExitStatus
    let ignoresTerm: Bool
    let isUnkillable: Bool

    mutating func queue(for time: TimeSpan, at now: Instant) {
        stage = .queued
        nextAt = now + time
    }

    /// What it does by itself when nobody disturbs it.
    static func random(
        _ token: UInt32,
        _ kind: CommandKind,
        at now: Instant,
        _ random: inout SeededGenerator
    ) -> SimulatedProcess {
        SimulatedProcess(
            token: token,
            nextAt: now + TimeSpan(microseconds: random.below(900)),
            status: randomStatus(&random),
            ignoresTerm: random.chance(15),
            isUnkillable: random.chance(1)
        )
    }

    private static func randomStatus(_ random: inout SeededGenerator) -> ExitStatus {
        switch random.below(10) {
        case 0...4: .success
        case 5...7: .exited(UInt8(random.below(256)))
        case 8: .signaled(.segmentationFault, coreDumped: random.chance(50))
        default: .signaled(.terminate, coreDumped: false)
        }
    }

    /// How long the program runs by itself.
    static func randomLife(_ random: inout SeededGenerator) -> TimeSpan {
        switch random.below(10) {
        case 0...4: TimeSpan(microseconds: random.below(50_000))
        case 5...7: TimeSpan(microseconds: random.below(5_000_000))
        case 8: TimeSpan(microseconds: random.below(100_000_000))
        default: .infinity
        }
    }

    mutating func take(_ signal: Signal, at now: Instant, _ random: inout SeededGenerator) {
        switch signal {
        case .kill:
            end(by: signal, at: now, within: isUnkillable ? 600_000_000 : 1000, &random)
        case .continue, .hangup:
            return
        default:
            if !ignoresTerm { end(by: signal, at: now, within: 200_000, &random) }
        }
    }

    private mutating func end(
        by signal: Signal,
        at now: Instant,
        within microseconds: UInt64,
        _ random: inout SeededGenerator
    ) {
        let moment = now + TimeSpan(microseconds: random.below(microseconds))
        guard moment < nextAt || stage == .launching else { return }
        nextAt = moment
        stage = .running
        status = .signaled(signal, coreDumped: false)
        if signal != .kill, random.chance(50) { status = .exited(random.chance(70) ? 0 : 143) }
    }
}

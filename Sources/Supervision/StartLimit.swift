import ServiceModel

/// Counts starts as `StartLimitIntervalSec=` and `StartLimitBurst=` ask. A window opens with the first start
/// and lets `burst` starts pass until it is over, so one moment and one number are all that is kept.
struct StartLimit: Hashable, Sendable {
    private var opened: Instant = .never
    private var starts: UInt32 = 0

    /// Counts a start, or says that it comes too soon.
    mutating func admits(_ policy: ServicePolicy, at now: Instant) -> Bool {
        guard policy.startLimitInterval > .zero, policy.startLimitBurst > 0 else { return true }
        if opened == .never || now.since(opened) > policy.startLimitInterval {
            opened = now
            starts = 1
            return true
        }
        guard starts < policy.startLimitBurst else { return false }
        starts += 1
        return true
    }

    /// How many starts the window of `now` has seen; 0 where there is no limit.
    func recent(_ policy: ServicePolicy, at now: Instant) -> UInt32 {
        guard policy.startLimitInterval > .zero, policy.startLimitBurst > 0, opened != .never,
            now.since(opened) <= policy.startLimitInterval
        else { return 0 }
        return starts
    }
}

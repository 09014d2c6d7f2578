import ServiceModel

/// Whether and when a service comes back by itself.
extension ServicePolicy {
    /// `Restart=` and its exceptions, for a run that nobody asked to end. `status` is that of the main process,
    /// nil when there was none.
    func restarts(after result: ServiceResult, mainStatus status: ExitStatus?) -> Bool {
        if let status {
            if restartPrevent.contains(status) { return false }
            if restartForce.contains(status) { return true }
        }
        return restarts(after: result)
    }

    private func restarts(after result: ServiceResult) -> Bool {
        let isClean = result == .success
        let isSkipped = result == .execCondition
        return switch restart {
        case .no: false
        // A job that is done is done: one that succeeded would otherwise run for ever.
        case .always: !isSkipped && !(isClean && startup == .oneshot)
        case .onSuccess: isClean && startup != .oneshot
        case .onFailure: !isClean && !isSkipped
        case .onAbnormal: !isClean && !isSkipped && result != .exitCode
        case .onWatchdog: result == .watchdog
        case .onAbort: result == .signal || result == .coreDump
        }
    }

    /// The delay before restart number `restart` of a series, counted from 1. With `RestartSteps=` it grows from
    /// `RestartSec=` to `RestartMaxDelaySec=` by equal factors.
    func delay(beforeRestart restart: UInt32) -> TimeSpan {
        let first = restartDelay
        let last = restartMaximumDelay
        guard restart > 1, restartSteps > 0, first > .zero, last > first, !last.isInfinite else {
            return first
        }
        guard restart <= restartSteps else { return last }
        let growth = Double(last.microseconds) / Double(first.microseconds)
        let factor = power(growth, Double(restart - 1) / Double(restartSteps))
        let delay = (Double(first.microseconds) * factor).rounded()
        // Above 2^53 a Double is coarser than a microsecond and could pass the end.
        return delay < Double(last.microseconds) ? TimeSpan(microseconds: UInt64(delay)) : last
    }

    /// `base` to the power of a fraction between 0 and 1, from square roots alone: bit n of the fraction
    /// contributes the 2^n-th root. The C library's `pow` is out of reach for a target without a kernel.
    private func power(_ base: Double, _ fraction: Double) -> Double {
        var root = base
        var rest = fraction
        var product = 1.0
        while rest > 0 {
            root.formSquareRoot()
            rest *= 2
            guard rest >= 1 else { continue }
            product *= root
            rest -= 1
        }
        return product
    }
}

import ServiceModel
import Supervision

extension Daemon {
    /// With Type=simple a start is done as soon as its helper is spawned. Whoever asked for it is answered when the
    /// helper has become the program, or has not: a moment later, and the truth.
    func finished(_ kind: JobKind, _ outcome: JobOutcome, _ slot: Int) {
        if kind == .reload { reloaders[slot] = nil }
        let waiting = waiters.take(kind, of: slot)
        if outcome == .done, kind.isStart, let main = units[slot].main, let flight = flights[main.pid] {
            flight.waiters += waiting
        } else {
            for waiter in waiting { waiter(outcome) }
        }
    }

    /// The helper has become its program, or has failed, or is gone.
    func answerWaiters(of flight: Flight, hasSucceeded: Bool) {
        let waiting = flight.waiters
        flight.waiters = []
        for waiter in waiting { waiter(hasSucceeded ? .done : .failed(.exitCode)) }
    }
}

extension JobKind {
    fileprivate var isStart: Bool {
        switch self {
        case .start, .restart: true
        case .stop, .reload: false
        }
    }
}

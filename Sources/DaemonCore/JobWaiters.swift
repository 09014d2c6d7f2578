import Supervision

/// Who waits for which job of which unit. Every waiter is called exactly once.
struct JobWaiters {
    typealias Waiter = (JobOutcome) -> Void

    private struct Key: Hashable {
        let slot: Int
        let kind: JobKind
    }

    private var waiters: [Key: [Waiter]] = [:]

    mutating func add(_ kind: JobKind, of slot: Int, _ waiter: @escaping Waiter) {
        waiters[Key(slot: slot, kind: kind), default: []].append(waiter)
    }

    /// Takes out everybody who waits for this, to be called by the caller: a waiter may wait anew.
    mutating func take(_ kind: JobKind, of slot: Int) -> [Waiter] {
        let taken = waiters.removeValue(forKey: Key(slot: slot, kind: kind)) ?? []
        // An emptied dictionary keeps the room of ten thousand.
        if waiters.isEmpty { waiters = [:] }
        return taken
    }
}

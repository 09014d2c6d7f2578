import ServiceModel
import Supervision

extension Daemon {
    func finished(_ kind: JobKind, _ outcome: JobOutcome, _ slot: Int) {
        for waiter in waiters.take(kind, of: slot) { waiter(outcome) }
    }
}

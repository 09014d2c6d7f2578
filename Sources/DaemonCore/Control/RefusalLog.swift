import EventLoop
import LinuxSystem

/// Says who was refused what: the first refusal of a user in full, those that follow within a second as a number.
/// Anybody may knock as often as they like, and the log has other readers' lines to carry.
final class RefusalLog {
    /// In microseconds.
    private static let interval: UInt64 = 1_000_000

    private let log: Log
    private let reactor: Reactor
    /// Refusals by user that were only counted, of those whose second is not over.
    private var counted: [UInt32: Int] = [:]

    init(_ log: Log, _ reactor: Reactor) {
        self.log = log
        self.reactor = reactor
    }

    func note(_ peer: PeerCredentials, _ reason: String) {
        if let count = counted[peer.uid] {
            counted[peer.uid] = count + 1
            return
        }
        log.warning("control: \(Requester(peer).text) refused: \(reason)")
        begin(peer.uid)
    }

    private func begin(_ uid: UInt32) {
        counted[uid] = 0
        reactor.deadlines.call(at: Clock.monotonic() + RefusalLog.interval) { [self] in end(uid) }
    }

    private func end(_ uid: UInt32) {
        guard let count = counted.removeValue(forKey: uid), count > 0 else { return }
        log.warning("control: uid \(uid) refused \(count) times more within a second")
        begin(uid)
    }
}

import ServiceModel
import Supervision

/// One process the daemon launched for a unit, main or control.
struct UnitProcess {
    let pid: Int32
    let token: ProcessToken
    let command: CommandReference
    let startedAt: WallTime
    let startedMonotonic: Instant
    /// Nil until the helper reported it.
    var uid: UInt32?
    var gid: UInt32?
    var isAlive = true
    /// Who asked for the command, or sent `askedSignal` to the process.
    var asker: Requester?
    var askedSignal: Signal?

    mutating func noteSignal(_ signal: Signal, _ requester: Requester) {
        asker = requester
        askedSignal = signal
    }
}

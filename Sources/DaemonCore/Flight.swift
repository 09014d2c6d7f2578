import EventLoop
import LaunchProtocol
import LinuxSystem
import Supervision

/// A helper with a job that has not yet become its service or failed.
final class Flight {
    let helper: HelperPool.Helper
    let slot: Int
    let token: ProcessToken
    var registration: Reactor.Registration?
    /// Who waits to hear whether the launch succeeded.
    var waiters: [JobWaiters.Waiter] = []

    init(helper: HelperPool.Helper, slot: Int, token: ProcessToken) {
        self.helper = helper
        self.slot = slot
        self.token = token
    }
}

/// A launch that waits its turn.
struct QueuedLaunch {
    let slot: Int
    let token: ProcessToken
    let command: CommandReference
}

/// The step at which a helper stopped, kept until the end of its process is recorded.
struct LaunchFailureDetail {
    let token: ProcessToken
    let command: CommandReference
    let step: LaunchStep
    let errno: Int32
    let detail: String
}

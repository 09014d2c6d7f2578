import EventLoop
import LinuxSystem
import Supervision

/// A helper with a job that has not yet become its service or failed.
final class Flight {
    let helper: HelperPool.Helper
    let slot: Int
    let token: ProcessToken
    var registration: Reactor.Registration?

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
    let step: String
    let errno: Int32
    let detail: String
}

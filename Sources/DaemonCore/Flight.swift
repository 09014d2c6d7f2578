import EventLoop
import LaunchProtocol
import LinuxSystem
import Supervision

/// A helper with a job that has not yet become its service, nor said why it cannot.
final class Flight {
    let helper: Helper
    let slot: Int
    let token: ProcessToken
    /// Nil once nothing more can come from it.
    var registration: Reactor.Registration?
    /// Who waits to hear whether the launch succeeded.
    var waiters: [JobWaiters.Waiter] = []

    init(helper: Helper, slot: Int, token: ProcessToken) {
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
    /// 0 where it is not known.
    let errno: Int32
    let detail: String

    /// `errnoText` gives the text of an error number.
    func reason(_ errnoText: (Int32) -> String) -> String {
        if errno == 0 { return detail }
        return detail.isEmpty ? errnoText(errno) : "\(detail): \(errnoText(errno))"
    }
}

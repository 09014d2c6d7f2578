import EventLoop
import LaunchProtocol
import LinuxSystem
import ServiceModel
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
    let begunAt: UInt64
    /// When it must have landed.
    let deadline: UInt64
    /// It waits for something and no longer counts among those that keep others from being launched.
    var isSlow = false
    /// How far its end has been brought about.
    var end = End.notDue

    enum End {
        case notDue, interrupted, killed
    }

    init(helper: Helper, slot: Int, token: ProcessToken, begunAt: Instant, deadline: Instant) {
        self.helper = helper
        self.slot = slot
        self.token = token
        self.begunAt = begunAt.microseconds
        self.deadline = deadline.microseconds
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

import ServiceModel
import Supervision

/// Everything that can be told to a machine, as a value: for lists of events, and for replaying one.
enum Event: Hashable, Sendable {
    case start, stop, restart, reload, resetFailed
    case accepted(UInt32)
    case executed(UInt32)
    case launchFailed(UInt32, step: UInt8, errno: Int32)
    case refused(UInt32)
    case exited(UInt32, ExitStatus)
    case memoryRanOut
    case emptied
    case time

    /// The end of a process by an exit code.
    static func exit(_ token: UInt32, _ code: UInt8) -> Event { .exited(token, .exited(code)) }

    /// The end of a process by a signal.
    static func killed(_ token: UInt32, _ signal: Signal, core: Bool = false) -> Event {
        .exited(token, .signaled(signal, coreDumped: core))
    }
}

extension ServiceMachine {
    mutating func handle(_ event: Event, _ policy: ServicePolicy, at now: Instant) -> [Effect] {
        switch event {
        case .start: start(policy: policy, at: now)
        case .stop: stop(policy: policy, at: now)
        case .restart: restart(policy: policy, at: now)
        case .reload: reload(policy: policy, at: now)
        case .resetFailed: resetFailed(policy: policy, at: now)
        case .accepted(let token): launchAccepted(ProcessToken(rawValue: token), policy: policy, at: now)
        case .executed(let token): launchSucceeded(ProcessToken(rawValue: token), policy: policy, at: now)
        case .launchFailed(let token, let step, let errno):
            launchFailed(
                ProcessToken(rawValue: token),
                LaunchFailure(step: step, errno: errno),
                policy: policy,
                at: now
            )
        case .refused(let token): spawnRefused(ProcessToken(rawValue: token), policy: policy, at: now)
        case .exited(let token, let status):
            processExited(ProcessToken(rawValue: token), status, policy: policy, at: now)
        case .memoryRanOut: memoryRanOut(policy: policy, at: now)
        case .emptied: emptied(policy: policy, at: now)
        case .time: timeReached(policy: policy, at: now)
        }
    }
}

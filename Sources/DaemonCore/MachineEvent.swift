import ServiceModel
import Supervision

/// Something a unit's machine is to be told.
enum MachineEvent {
    case start, stop, restart, reload, resetFailed
    case launchAccepted(ProcessToken)
    case launchSucceeded(ProcessToken)
    case launchFailed(ProcessToken, LaunchFailure)
    case spawnRefused(ProcessToken)
    case exited(ProcessToken, ExitStatus)
    case memoryRanOut
    case emptied
    case timeReached

    func deliver(to machine: inout ServiceMachine, policy: ServicePolicy, at now: Instant) -> [Effect] {
        switch self {
        case .start: machine.start(policy: policy, at: now)
        case .stop: machine.stop(policy: policy, at: now)
        case .restart: machine.restart(policy: policy, at: now)
        case .reload: machine.reload(policy: policy, at: now)
        case .resetFailed: machine.resetFailed(policy: policy, at: now)
        case .launchAccepted(let token): machine.launchAccepted(token, policy: policy, at: now)
        case .launchSucceeded(let token): machine.launchSucceeded(token, policy: policy, at: now)
        case .launchFailed(let token, let failure):
            machine.launchFailed(token, failure, policy: policy, at: now)
        case .spawnRefused(let token): machine.spawnRefused(token, policy: policy, at: now)
        case .exited(let token, let status): machine.processExited(token, status, policy: policy, at: now)
        case .memoryRanOut: machine.memoryRanOut(policy: policy, at: now)
        case .emptied: machine.emptied(policy: policy, at: now)
        case .timeReached: machine.timeReached(policy: policy, at: now)
        }
    }
}

package import ServiceModel

/// What brought a service into its state: the event, with what a reader needs to understand it.
package enum Cause: Hashable, Sendable {
    /// Nothing happened yet.
    case nothing
    case requested(JobKind)
    /// The administrator cleared the failure.
    case failureReset
    /// An ExecCondition command said no; its position.
    case conditionSaidNo(UInt16)
    case mainEnded(ExitStatus)
    case commandFailed(CommandReference, ExitStatus)
    /// The helper could not make the process what the unit asks for.
    case launchFailed(CommandReference, LaunchFailure)
    /// A command of the start-up or of the stop took too long.
    case commandTimedOut(CommandReference)
    /// The processes did not end in time after the stop signal.
    case stopTimedOut
    /// The kernel killed a process of it for want of memory.
    case memoryRanOut
    /// `RuntimeMaxSec=` is over.
    case runtimeLimitReached
    case startLimitHit(burst: UInt32, interval: TimeSpan)
    /// A process of the run before is still there, so nothing is started beside it.
    case leftoverProcess
    /// A type of service that needs one has no ExecStart command.
    case noCommand
    /// The shell withdrew a spawn it had reported as accepted.
    case spawnWithdrawn
}

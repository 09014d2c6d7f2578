package import ServiceModel

/// What the machine wants done. The shell carries effects out in order and decides nothing; an effect that
/// fails comes back as an event.
package enum Effect: Hashable, Sendable {
    /// Spawn a helper with this command. Answered by `launchAccepted` or `spawnRefused` when its turn comes, and by the
    /// latter at the latest when a signal is to go to it; once accepted, `launchSucceeded` or `launchFailed` may follow,
    /// and its end always comes as `processExited`.
    case launch(ProcessToken, CommandReference)
    /// Signal one process of ours.
    case signal(ProcessToken, Signal)
    /// Signal every process of the unit but `except`, followed by SIGCONT when the signal does not end a
    /// stopped process.
    case signalAll(Signal, except: ProcessToken?)
    /// End every process of the unit but `except`, whole and at once: `cgroup.kill` where there is a cgroup and
    /// the signal is SIGKILL.
    case killAll(Signal, except: ProcessToken?)
    /// End what ended commands left behind, at once. No process that was launched lives, and a launch that waits its
    /// turn is not meant.
    case sweep
    /// Report `emptied` when the unit has no process left (at once if it has none now). Only asked when no
    /// process of ours is left to be reaped; a later question replaces an earlier one.
    case watchEmpty
    /// Call `timeReached` at this moment. Replaces the earlier wish; `.never` withdraws it.
    case wake(at: Instant)
    /// The end of a process, for the journal: exactly once per process that was spawned.
    case record(ProcessToken, CommandReference, ExitStatus, ServiceResult)
    /// A job ended.
    case finished(JobKind, JobOutcome)
    /// A new run begins: a fresh invocation id, a fresh lease.
    case beginInvocation
    /// The run is over: nothing of the unit is left, leases may be given back.
    case endInvocation
    /// The unit came to rest, as `inactive` or as `failed`, and names others that are to be started then. What was its
    /// run is still to be seen.
    case startOthers(after: ActiveState)
}

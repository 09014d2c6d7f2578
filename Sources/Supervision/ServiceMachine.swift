package import ServiceModel

/// One service's life as a value: events in, effects out. It knows no clock, no process and no file.
///
/// The state says what is being waited for; the two process slots say what is alive. They are apart because a
/// process can outlive every state: one that the kernel does not let die, or that `KillMode=` spares.
package struct ServiceMachine: Equatable, Sendable {
    package internal(set) var state: ServiceState = .dead
    package internal(set) var result: ServiceResult = .success
    /// Automatic restarts since somebody last asked for a start.
    package internal(set) var restartCount: UInt32 = 0
    /// How the main process of this run, or of the last, ended; nil when none has.
    package internal(set) var lastMainStatus: ExitStatus?
    /// When the service last became active.
    package internal(set) var activeSince: Instant?

    var cause: Cause = .nothing
    var main: LiveProcess?
    var control: LiveProcess?
    var jobs: JobSet = []
    var startLimit = StartLimit()
    /// The launch failure the helper reported for a process that has not ended yet.
    var failedLaunch: FailedLaunch?
    /// The wish the shell knows of.
    var armedWake: Instant = .never
    var lastToken: UInt32 = 0

    /// Somebody asked for the end of this run, or it ended in a way that no restart can mend.
    var forbidsRestart = false
    var hasOpenInvocation = false
    var isCleanedUp = false
    /// The kernel killed a process of this run for want of memory.
    var hasLostToMemory = false
    /// No process of the unit is left: reported, or none was ever launched.
    var isKnownEmpty = true
    var isWatching = false

    package init() {}
}

/// A failed launch and the process it belongs to.
struct FailedLaunch: Hashable, Sendable {
    let token: ProcessToken
    let failure: LaunchFailure
}

// MARK: what is to be seen

extension ServiceMachine {
    package var activeState: ActiveState { state.activeState }
    package var subState: String { state.word }
    package var mainProcess: ProcessToken? { main?.token }
    package var controlProcess: ProcessToken? { control?.token }

    /// How many starts count against the start limit now.
    package func recentStarts(_ policy: ServicePolicy, at now: Instant) -> UInt32 {
        startLimit.recent(policy, at: now)
    }

    /// When the service is restarted by itself; nil when it is not waiting for that.
    package var nextRestart: Instant? {
        switch state {
        case .autoRestart(let moment): moment
        case .dead, .condition, .startPre, .start, .startPost, .running, .exited, .reload, .stop,
            .stopSigterm, .stopWatchdog,
            .stopSigkill, .stopPost, .finalSigterm, .finalWatchdog, .finalSigkill, .cleaning, .failed:
            nil
        }
    }

    package var explanation: Reason {
        if let (kind, step) = state.phase, step.isWaiting {
            return .retryingSpawn(CommandReference(kind, step.index), at: step.retryAt)
        }
        switch state {
        case .autoRestart(let moment):
            return .restarting(after: cause, restart: nextRestartNumber, at: moment)
        case .condition, .startPre, .start, .startPost, .running, .exited, .reload:
            let isUndisturbed = restartCount > 0 && result == .success
            return isUndisturbed ? .restarted(after: cause, restart: restartCount) : .because(cause)
        case .dead, .stop, .stopSigterm, .stopWatchdog, .stopSigkill, .stopPost, .finalSigterm,
            .finalWatchdog, .finalSigkill, .cleaning,
            .failed:
            return .because(cause)
        }
    }

    var nextRestartNumber: UInt32 { restartCount == .max ? .max : restartCount + 1 }
}

// MARK: wishes

extension ServiceMachine {
    package mutating func start(policy: ServicePolicy, at now: Instant) -> [Effect] {
        var turn = Turn(policy, at: now)
        wishStart(&turn)
        return end(&turn)
    }

    package mutating func stop(policy: ServicePolicy, at now: Instant) -> [Effect] {
        var turn = Turn(policy, at: now)
        wishStop(&turn)
        return end(&turn)
    }

    package mutating func restart(policy: ServicePolicy, at now: Instant) -> [Effect] {
        var turn = Turn(policy, at: now)
        wishRestart(&turn)
        return end(&turn)
    }

    package mutating func reload(policy: ServicePolicy, at now: Instant) -> [Effect] {
        var turn = Turn(policy, at: now)
        wishReload(&turn)
        return end(&turn)
    }

    package mutating func resetFailed(policy: ServicePolicy, at now: Instant) -> [Effect] {
        var turn = Turn(policy, at: now)
        forgetFailure()
        return end(&turn)
    }
}

// MARK: what happens

extension ServiceMachine {
    /// A helper was spawned for the command: what a simple service waits for. Every other answer but
    /// `spawnRefused` implies it.
    package mutating func launchAccepted(_ token: ProcessToken, policy: ServicePolicy, at now: Instant)
        -> [Effect]
    {
        var turn = Turn(policy, at: now)
        mainAdvanced(token, to: .simple, &turn)
        return end(&turn)
    }

    /// The helper executed the command's program.
    package mutating func launchSucceeded(_ token: ProcessToken, policy: ServicePolicy, at now: Instant)
        -> [Effect]
    {
        var turn = Turn(policy, at: now)
        mainAdvanced(token, to: .exec, &turn)
        return end(&turn)
    }

    /// The helper reported a failed step; its exit follows as `processExited`.
    package mutating func launchFailed(
        _ token: ProcessToken,
        _ failure: LaunchFailure,
        policy: ServicePolicy,
        at now: Instant
    ) -> [Effect] {
        var turn = Turn(policy, at: now)
        if main?.token == token || control?.token == token {
            failedLaunch = FailedLaunch(token: token, failure: failure)
        }
        return end(&turn)
    }

    /// No helper could be spawned for want of a resource (EAGAIN, ENOMEM, EMFILE, ENFILE): tried again, 100 ms
    /// to 2 s later, never counted against the service.
    package mutating func spawnRefused(_ token: ProcessToken, policy: ServicePolicy, at now: Instant)
        -> [Effect]
    {
        var turn = Turn(policy, at: now)
        withdraw(token, &turn)
        return end(&turn)
    }

    package mutating func processExited(
        _ token: ProcessToken,
        _ status: ExitStatus,
        policy: ServicePolicy,
        at now: Instant
    ) -> [Effect] {
        var turn = Turn(policy, at: now)
        if let process = main, process.token == token {
            mainEnded(process, status, &turn)
        } else if let process = control, process.token == token {
            controlEnded(process, status, &turn)
        }
        return end(&turn)
    }

    /// The kernel killed a process of the unit for want of memory.
    package mutating func memoryRanOut(policy: ServicePolicy, at now: Instant) -> [Effect] {
        var turn = Turn(policy, at: now)
        noteMemoryRanOut(&turn)
        return end(&turn)
    }

    /// The answer to `watchEmpty`.
    package mutating func emptied(policy: ServicePolicy, at now: Instant) -> [Effect] {
        var turn = Turn(policy, at: now)
        noteEmpty(&turn)
        return end(&turn)
    }

    /// The moment of the last `wake(at:)` came.
    package mutating func timeReached(policy: ServicePolicy, at now: Instant) -> [Effect] {
        var turn = Turn(policy, at: now)
        armedWake = .never
        if state.deadline <= now { timeIsUp(&turn) }
        return end(&turn)
    }

    /// Every event ends here, so no state with a deadline can be entered without its wake-up.
    private mutating func end(_ turn: inout Turn) -> [Effect] {
        if state.deadline != armedWake {
            armedWake = state.deadline
            turn.emit(.wake(at: armedWake))
        }
        return turn.effects
    }
}

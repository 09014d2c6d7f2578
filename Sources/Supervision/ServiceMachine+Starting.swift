import ServiceModel

/// From a decision to start to a service that is up.
extension ServiceMachine {
    mutating func beginRequestedRun(_ kind: JobKind, _ turn: inout Turn) {
        guard admitsRun(&turn) else { return }
        restartCount = 0
        cause = .requested(kind)
        beginRun(&turn)
    }

    /// The cause stays: it tells why there was a restart.
    mutating func beginAutomaticRun(_ turn: inout Turn) {
        guard admitsRun(&turn) else { return }
        restartCount = nextRestartNumber
        beginRun(&turn)
    }

    private mutating func admitsRun(_ turn: inout Turn) -> Bool {
        if hasLeftovers(turn.policy) {
            refuseRun(.resources, .leftoverProcess, &turn)
            return false
        }
        if !startLimit.admits(turn.policy, at: turn.now) {
            let policy = turn.policy
            let cause = Cause.startLimitHit(
                burst: policy.startLimitBurst,
                interval: policy.startLimitInterval
            )
            refuseRun(.startLimitHit, cause, &turn)
            return false
        }
        return true
    }

    /// A second main process beside a living one is never started, whatever let the first live. Without
    /// `SendSIGKILL=`, a group that is not empty holds the start back too.
    private func hasLeftovers(_ policy: ServicePolicy) -> Bool {
        if main != nil || control != nil { return true }
        switch policy.killMode {
        case .controlGroup, .mixed: return !policy.sendsKill && !isKnownEmpty
        case .process, .none: return false
        }
    }

    private mutating func refuseRun(_ result: ServiceResult, _ cause: Cause, _ turn: inout Turn) {
        self.result = result
        self.cause = cause
        forbidsRestart = true
        finishStarts(.failed(result), &turn)
        endRun(&turn)
    }

    private mutating func beginRun(_ turn: inout Turn) {
        closeInvocation(&turn)
        turn.emit(.beginInvocation)
        hasOpenInvocation = true
        isCleanedUp = false
        hasLostToMemory = false
        forbidsRestart = false
        result = .success
        lastMainStatus = nil
        activeSince = nil
        begin(.condition, &turn)
    }

    /// The main process exists (`.simple`) or runs the service's program (`.exec`).
    mutating func mainAdvanced(_ token: ProcessToken, to milestone: ServicePolicy.Startup, _ turn: inout Turn)
    {
        guard case .start = state, main?.token == token else { return }
        switch turn.policy.startup {
        case .simple: completed(.start, &turn)
        case .exec: if milestone == .exec { completed(.start, &turn) }
        case .oneshot: return
        }
    }

    /// The last ExecStartPost command is done. The main process may have failed meanwhile.
    mutating func startedUp(_ turn: inout Turn) {
        guard result == .success else { return startupFailed(&turn) }
        activeSince = turn.now
        finishStarts(.done, &turn)
        resume(&turn)
    }

    /// The service never was up, so its ExecStop commands are passed over.
    mutating func startupFailed(_ turn: inout Turn) {
        finishStarts(result == .execCondition ? .skipped : .failed(result), &turn)
        enterKill(.stopTerminate, &turn)
    }

    mutating func startupTimedOut(_ turn: inout Turn) {
        finishStarts(.failed(result), &turn)
        end(late: turn.policy.startFailureMode, .beforeStopPost, &turn)
    }
}

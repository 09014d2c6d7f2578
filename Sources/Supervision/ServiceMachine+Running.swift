import ServiceModel

/// A service that is up, and the ends of its processes.
extension ServiceMachine {
    /// Up, or up again after a reload, with whatever is left to be up with.
    mutating func resume(_ turn: inout Turn) {
        if main != nil {
            state = .running(until: runtimeEnd(turn))
        } else if result == .success, turn.policy.remainAfterExit {
            state = .exited
        } else {
            enterStop(&turn)
        }
    }

    private func runtimeEnd(_ turn: Turn) -> Instant {
        turn.policy.startup == .oneshot ? .never : (activeSince ?? turn.now) + turn.policy.runtimeMaximum
    }

    mutating func endReload(_ outcome: JobOutcome, _ turn: inout Turn) {
        finish(.reload, outcome, &turn)
        resume(&turn)
    }

    /// The ExecStop commands, also when the service ended by itself, since it had been up.
    mutating func enterStop(_ turn: inout Turn) {
        // A reload command that timed out may not be gone yet, and commands never run side by side.
        guard control == nil else { return enterKill(.stopTerminate, &turn) }
        begin(.stop, &turn)
    }

    mutating func mainEnded(_ process: LiveProcess, _ status: ExitStatus, _ turn: inout Turn) {
        main = nil
        lastMainStatus = status
        let outcome = outcome(of: status, from: process.command, turn.policy)
        judgeMain(process, status, outcome)
        turn.emit(.record(process.token, process.command, status, result))
        switch state {
        case .start:
            if outcome == .success { succeeded(process.command, &turn) } else { startupFailed(&turn) }
        case .running:
            resume(&turn)
        case .stopSigterm, .stopWatchdog, .stopSigkill, .finalSigterm, .finalWatchdog, .finalSigkill:
            awaitDeath(&turn)
        case .dead, .failed:
            watchLeftovers(&turn)
        case .condition, .startPre, .startPost, .exited, .reload, .stop, .stopPost, .cleaning, .autoRestart:
            // The command under way is waited for, and then looks at what is left.
            return
        }
    }

    private func outcome(of status: ExitStatus, from command: CommandReference, _ policy: ServicePolicy)
        -> ServiceResult
    {
        let result = policy.result(of: status, from: command)
        return result != .success && isLossToMemory(status) ? .outOfMemory : result
    }

    /// An end after the run is over changes nothing about it.
    private mutating func judgeMain(_ process: LiveProcess, _ status: ExitStatus, _ outcome: ServiceResult) {
        switch state {
        case .running:
            // Nobody asked for it, so a clean end is an answer to "why" as well.
            if outcome == .success { cause = .mainEnded(status) }
            fail(outcome, cause(ofMain: process, status))
        case .condition, .startPre, .start, .startPost, .exited, .reload, .stop, .stopSigterm, .stopWatchdog,
            .stopSigkill,
            .stopPost, .finalSigterm, .finalWatchdog, .finalSigkill:
            fail(outcome, cause(ofMain: process, status))
        case .dead, .cleaning, .autoRestart, .failed:
            return
        }
    }

    private func cause(ofMain process: LiveProcess, _ status: ExitStatus) -> Cause {
        launchFailure(of: process) ?? (isLossToMemory(status) ? .memoryRanOut : .mainEnded(status))
    }

    mutating func controlEnded(_ process: LiveProcess, _ status: ExitStatus, _ turn: inout Turn) {
        control = nil
        let outcome = outcome(of: status, from: process.command, turn.policy)
        let isAwaited = state.phase?.kind == process.command.kind
        if isAwaited { judgeControl(process, status, outcome) }
        let own = isAwaited ? ownResult(outcome) : result
        turn.emit(.record(process.token, process.command, status, own))
        if isAwaited {
            advance(after: process.command, outcome, &turn)
        } else {
            controlGone(&turn)
        }
    }

    /// What the record says of a command: that it succeeded, though the run may have failed, or why the run failed, or,
    /// where that did not, its own failure.
    private func ownResult(_ outcome: ServiceResult) -> ServiceResult {
        outcome == .success || result == .success ? outcome : result
    }

    /// A failed reload leaves the service as it was; a failed clean-up is none of its doing.
    private mutating func judgeControl(_ process: LiveProcess, _ status: ExitStatus, _ outcome: ServiceResult)
    {
        switch process.command.kind {
        case .condition where outcome == .execCondition:
            fail(outcome, launchFailure(of: process) ?? .conditionSaidNo(process.command.index))
        case .condition, .startPre, .start, .startPost, .stop, .stopPost:
            fail(outcome, launchFailure(of: process) ?? .commandFailed(process.command, status))
        case .reload, .cleanUp:
            return
        }
    }

    private mutating func advance(
        after command: CommandReference,
        _ outcome: ServiceResult,
        _ turn: inout Turn
    ) {
        if outcome == .success {
            succeeded(command, &turn)
        } else {
            failed(command.kind, outcome, &turn)
        }
    }

    /// A control process that nobody waits for as a command.
    mutating func controlGone(_ turn: inout Turn) {
        switch state {
        case .stopSigterm, .stopWatchdog, .stopSigkill, .finalSigterm, .finalWatchdog, .finalSigkill:
            awaitDeath(&turn)
        case .dead, .failed:
            watchLeftovers(&turn)
        case .condition, .startPre, .start, .startPost, .running, .exited, .reload, .stop, .stopPost,
            .cleaning,
            .autoRestart:
            return
        }
    }

    private func launchFailure(of process: LiveProcess) -> Cause? {
        guard let failedLaunch, failedLaunch.token == process.token else { return nil }
        return .launchFailed(process.command, failedLaunch.failure)
    }

    /// The first failure of a run names its result and its cause.
    mutating func fail(_ result: ServiceResult, _ cause: Cause) {
        guard self.result == .success, result != .success else { return }
        self.result = result
        self.cause = cause
    }

    mutating func timeIsUp(_ turn: inout Turn) {
        switch state {
        case .condition(let step): stepIsDue(.condition, step, &turn)
        case .startPre(let step): stepIsDue(.startPre, step, &turn)
        case .start(let step): stepIsDue(.start, step, &turn)
        case .startPost(let step): stepIsDue(.startPost, step, &turn)
        case .reload(let step): stepIsDue(.reload, step, &turn)
        case .stop(let step): stepIsDue(.stop, step, &turn)
        case .stopPost(let step): stepIsDue(.stopPost, step, &turn)
        case .cleaning(let step): stepIsDue(.cleanUp, step, &turn)
        case .running:
            fail(.timeout, .runtimeLimitReached)
            enterStop(&turn)
        case .stopSigterm: killTimedOut(.stopTerminate, &turn)
        case .stopWatchdog: killTimedOut(.stopAbort, &turn)
        case .stopSigkill: killTimedOut(.stopKill, &turn)
        case .finalSigterm: killTimedOut(.finalTerminate, &turn)
        case .finalWatchdog: killTimedOut(.finalAbort, &turn)
        case .finalSigkill: killTimedOut(.finalKill, &turn)
        case .autoRestart: beginAutomaticRun(&turn)
        case .dead, .exited, .failed: return
        }
    }
}

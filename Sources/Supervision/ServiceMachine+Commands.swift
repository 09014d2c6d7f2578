import ServiceModel

/// The commands of a phase, one after the other.
extension ServiceMachine {
    /// Starts with the first command of a kind, or passes on when the unit has none.
    mutating func begin(_ kind: CommandKind, _ turn: inout Turn) {
        guard turn.policy.commands(of: kind).count > 0 else { return passOver(kind, &turn) }
        run(CommandReference(kind), &turn)
    }

    private mutating func passOver(_ kind: CommandKind, _ turn: inout Turn) {
        guard kind == .start, turn.policy.startup != .oneshot else { return completed(kind, &turn) }
        fail(.resources, .noCommand)
        forbidsRestart = true
        startupFailed(&turn)
    }

    private mutating func run(_ command: CommandReference, _ turn: inout Turn) {
        let deadline = turn.now + turn.policy.timeout(of: command.kind)
        launch(command, CommandStep(index: command.index, deadline: deadline), &turn)
    }

    private mutating func launch(_ command: CommandReference, _ step: CommandStep, _ turn: inout Turn) {
        // Wraps after four thousand million launches, when no process of the first can be left.
        lastToken &+= 1
        let process = LiveProcess(token: ProcessToken(rawValue: lastToken), command: command)
        if command.kind == .start { main = process } else { control = process }
        if command.kind != .cleanUp {
            // The clean-up is a helper of ours that runs nothing of the unit's.
            isKnownEmpty = false
            isWatching = false
        }
        state = ServiceState(executing: command.kind, step)
        turn.emit(.launch(process.token, command))
    }

    /// A command succeeded: the next of its kind, or the next phase.
    mutating func succeeded(_ command: CommandReference, _ turn: inout Turn) {
        sweep(after: command.kind, &turn)
        let count = turn.policy.commands(of: command.kind).count
        guard let next = UInt16(exactly: Int(command.index) + 1), Int(next) < count else {
            return completed(command.kind, &turn)
        }
        run(CommandReference(command.kind, next), &turn)
    }

    /// What the commands before the main process left behind ends before the next command runs.
    private func sweep(after kind: CommandKind, _ turn: inout Turn) {
        guard kind == .condition || kind == .startPre else { return }
        switch turn.policy.killMode {
        case .controlGroup, .mixed: turn.emit(.sweep)
        case .process, .none: return
        }
    }

    /// What follows when all commands of a kind have succeeded.
    mutating func completed(_ kind: CommandKind, _ turn: inout Turn) {
        switch kind {
        case .condition: begin(.startPre, &turn)
        case .startPre: begin(.start, &turn)
        case .start: begin(.startPost, &turn)
        case .startPost: startedUp(&turn)
        case .reload: endReload(.done, &turn)
        case .stop: enterKill(.stopTerminate, &turn)
        case .stopPost: enterKill(.finalTerminate, &turn)
        case .cleanUp: conclude(&turn)
        }
    }

    /// What follows when a command of a kind failed: the rest of its kind is not run.
    mutating func failed(_ kind: CommandKind, _ outcome: ServiceResult, _ turn: inout Turn) {
        switch kind {
        case .condition, .startPre, .start, .startPost: startupFailed(&turn)
        case .reload: endReload(.failed(outcome), &turn)
        case .stop, .stopPost, .cleanUp: completed(kind, &turn)
        }
    }

    mutating func commandTimedOut(_ command: CommandReference, _ turn: inout Turn) {
        switch command.kind {
        case .condition, .startPre, .start, .startPost:
            fail(.timeout, .commandTimedOut(command))
            startupTimedOut(&turn)
        case .stop:
            fail(.timeout, .commandTimedOut(command))
            end(late: turn.policy.stopFailureMode, .beforeStopPost, &turn)
        case .stopPost:
            fail(.timeout, .commandTimedOut(command))
            end(late: turn.policy.stopFailureMode, .afterStopPost, &turn)
        case .reload:
            killControl(&turn)
            endReload(.failed(.timeout), &turn)
        case .cleanUp:
            // A helper of ours, not the unit's: it ends whatever the kill mode, and is waited for.
            killControl(&turn)
            state = ServiceState(killing: .finalKill, until: turn.now + turn.policy.timeout(of: .cleanUp))
            awaitDeath(&turn)
        }
    }

    private func killControl(_ turn: inout Turn) {
        if let control { turn.emit(.signal(control.token, .kill)) }
    }

    /// A command's retry or its deadline is due.
    mutating func stepIsDue(_ kind: CommandKind, _ step: CommandStep, _ turn: inout Turn) {
        let command = CommandReference(kind, step.index)
        guard step.deadline > turn.now else { return commandTimedOut(command, &turn) }
        let deadline = kind.isStopping ? step.deadline : turn.now + turn.policy.timeout(of: kind)
        launch(command, CommandStep(index: step.index, refusals: step.refusals, deadline: deadline), &turn)
    }

    /// The process was never there. Its command waits for its next try, unless it is no longer wanted.
    mutating func withdraw(_ token: ProcessToken, _ turn: inout Turn) {
        guard let process = takeSlot(of: token) else { return }
        if let (kind, step) = state.phase, kind == process.command.kind {
            state = ServiceState(executing: kind, retry(of: step, kind, at: turn.now))
        } else if process.command.kind == .start {
            mainWithdrawnTooLate(&turn)
        } else {
            controlGone(&turn)
        }
    }

    private mutating func takeSlot(of token: ProcessToken) -> LiveProcess? {
        if let process = main, process.token == token {
            main = nil
            return process
        }
        if let process = control, process.token == token {
            control = nil
            return process
        }
        return nil
    }

    /// The clock of a start stands still while nothing can be spawned. That of a stop runs on: a unit that
    /// used up the processes must still come to its end.
    private func retry(of step: CommandStep, _ kind: CommandKind, at now: Instant) -> CommandStep {
        CommandStep(
            index: step.index,
            refusals: step.refusals == .max ? .max : step.refusals + 1,
            deadline: kind.isStopping ? step.deadline : .never,
            retryAt: now + CommandStep.pause(afterRefusals: step.refusals)
        )
    }

    /// A spawn refused after it was accepted: the shell broke its word, and a service without its main process
    /// must not count as up.
    private mutating func mainWithdrawnTooLate(_ turn: inout Turn) {
        switch state {
        case .running:
            fail(.resources, .spawnWithdrawn)
            enterStop(&turn)
        case .startPost, .reload:
            fail(.resources, .spawnWithdrawn)
        case .stopSigterm, .stopWatchdog, .stopSigkill, .finalSigterm, .finalWatchdog, .finalSigkill:
            awaitDeath(&turn)
        case .dead, .failed:
            watchLeftovers(&turn)
        case .condition, .startPre, .start, .exited, .stop, .stopPost, .cleaning, .autoRestart:
            return
        }
    }
}

extension CommandKind {
    fileprivate var isStopping: Bool {
        switch self {
        case .stop, .stopPost, .cleanUp: true
        case .condition, .startPre, .start, .startPost, .reload: false
        }
    }
}

extension CommandStep {
    /// 100 ms, doubled with every refusal in a row, to 2 s.
    fileprivate static func pause(afterRefusals refusals: UInt8) -> TimeSpan {
        min(.milliseconds(100 << UInt64(min(refusals, 5))), .seconds(2))
    }
}

extension ServicePolicy {
    /// How long the removal of runtime directories may take where stopping may take for ever: the helper that
    /// does it is ours and has no reason to.
    private static let longestCleanUp = TimeSpan.seconds(90)

    /// How long one command of a kind may take.
    func timeout(of kind: CommandKind) -> TimeSpan {
        switch kind {
        case .condition, .startPre, .start, .startPost, .reload: timeoutStart
        case .stop, .stopPost: timeoutStop
        case .cleanUp: min(timeoutStop, ServicePolicy.longestCleanUp)
        }
    }
}

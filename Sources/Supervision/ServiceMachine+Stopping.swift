import ServiceModel

/// Ending the processes of a unit, as `KillMode=` and its siblings say.
extension ServiceMachine {
    mutating func enterKill(_ phase: KillPhase, _ turn: inout Turn) {
        guard hasSomethingToKill(phase, turn.policy) else { return killDone(phase, &turn) }
        let patience = phase.isAbort ? turn.policy.timeoutAbort : nil
        state = ServiceState(killing: phase, until: turn.now + (patience ?? turn.policy.timeoutStop))
        // Signals already sent have to count, so an earlier answer to "is it empty" does not.
        isWatching = false
        if phase.isKill { emitKill(phase, &turn) } else { emitTerminate(phase, &turn) }
        awaitDeath(&turn)
    }

    private func hasSomethingToKill(_ phase: KillPhase, _ policy: ServicePolicy) -> Bool {
        if policy.killMode == .none { return false }
        return main != nil || control != nil || reachesGroup(phase, policy) && !isKnownEmpty
    }

    /// Whether the phase is meant for every process of the unit, or only for those the machine launched.
    private func reachesGroup(_ phase: KillPhase, _ policy: ServicePolicy) -> Bool {
        switch policy.killMode {
        case .controlGroup: true
        case .mixed: phase.isKill
        case .process, .none: false
        }
    }

    private func emitTerminate(_ phase: KillPhase, _ turn: inout Turn) {
        let signal = terminationSignal(phase, turn.policy)
        let hangsUp = turn.policy.sendsHangup && signal != .hangup && !phase.isAbort
        if reachesGroup(phase, turn.policy) {
            turn.emit(.signalAll(signal, except: nil))
            if hangsUp { turn.emit(.signalAll(.hangup, except: nil)) }
            return
        }
        for process in [main, control] {
            guard let process else { continue }
            emit(signal, to: process, &turn)
            if hangsUp { turn.emit(.signal(process.token, .hangup)) }
        }
    }

    private func terminationSignal(_ phase: KillPhase, _ policy: ServicePolicy) -> Signal {
        if phase.isAbort { return .abort }
        guard phase == .stopTerminate, jobs.contains(JobSet(.restart)) else { return policy.killSignal }
        return policy.restartKillSignal ?? policy.killSignal
    }

    private func emitKill(_ phase: KillPhase, _ turn: inout Turn) {
        let signal = turn.policy.finalKillSignal
        if reachesGroup(phase, turn.policy) {
            turn.emit(.killAll(signal, except: nil))
            return
        }
        for process in [main, control] {
            if let process { emit(signal, to: process, &turn) }
        }
    }

    /// A stopped process acts on no signal but SIGKILL until it is continued.
    private func emit(_ signal: Signal, to process: LiveProcess, _ turn: inout Turn) {
        turn.emit(.signal(process.token, signal))
        if signal != .kill { turn.emit(.signal(process.token, .continue)) }
    }

    /// Goes on once nothing is left that this phase is for. Whether the unit is empty is asked last, when our own
    /// processes are reaped, so that the answer cannot be older than one of them.
    mutating func awaitDeath(_ turn: inout Turn) {
        guard let phase = state.killPhase, main == nil, control == nil else { return }
        if reachesGroup(phase, turn.policy), !isKnownEmpty {
            watch(&turn)
        } else {
            killDone(phase, &turn)
        }
    }

    private mutating func watch(_ turn: inout Turn) {
        guard !isWatching else { return }
        isWatching = true
        turn.emit(.watchEmpty)
    }

    /// The unit is down, yet something of it may live on: what `SendSIGKILL=no` spared or nothing can end.
    mutating func watchLeftovers(_ turn: inout Turn) {
        guard main == nil, control == nil, !isKnownEmpty else { return }
        switch turn.policy.killMode {
        case .controlGroup, .mixed: watch(&turn)
        case .process, .none: return
        }
    }

    mutating func noteEmpty(_ turn: inout Turn) {
        guard isWatching else { return }
        // An answer that comes while a process of ours lives is used up: the question is asked again after it.
        isWatching = false
        guard main == nil, control == nil else { return }
        isKnownEmpty = true
        awaitDeath(&turn)
    }

    private mutating func killDone(_ phase: KillPhase, _ turn: inout Turn) {
        switch phase {
        case .stopTerminate, .stopAbort:
            if sparedOthers(turn.policy) { enterKill(.stopKill, &turn) } else { enterStopPost(&turn) }
        case .stopKill:
            enterStopPost(&turn)
        case .finalTerminate, .finalAbort:
            if sparedOthers(turn.policy) { enterKill(.finalKill, &turn) } else { endRun(&turn) }
        case .finalKill:
            endRun(&turn)
        }
    }

    /// `KillMode=mixed` asks only the main process to end, and kills what is left when it has.
    private func sparedOthers(_ policy: ServicePolicy) -> Bool {
        policy.killMode == .mixed && policy.sendsKill && !isKnownEmpty
    }

    mutating func killTimedOut(_ phase: KillPhase, _ turn: inout Turn) {
        fail(.timeout, .stopTimedOut)
        // Processes that were asked to end and did not are aborted, or killed; those that did not abort are killed.
        let next = turn.policy.stopFailureMode == .abort ? TimeoutFailureMode.abort : .kill
        switch phase {
        case .stopTerminate: end(late: next, .beforeStopPost, &turn)
        case .stopAbort: end(late: .kill, .beforeStopPost, &turn)
        case .finalTerminate: end(late: next, .afterStopPost, &turn)
        case .finalAbort: end(late: .kill, .afterStopPost, &turn)
        // Not even SIGKILL ended it: the kernel holds it. The stop goes on without it.
        case .stopKill: enterStopPost(&turn)
        case .finalKill: endRun(&turn)
        }
    }

    /// The two ends a unit's processes come to.
    enum Ending {
        case beforeStopPost, afterStopPost
    }

    /// Ends what took too long, as `TimeoutStartFailureMode=` and `TimeoutStopFailureMode=` say.
    mutating func end(late mode: TimeoutFailureMode, _ ending: Ending, _ turn: inout Turn) {
        switch (mode, ending) {
        case (.terminate, .beforeStopPost): enterKill(.stopTerminate, &turn)
        case (.terminate, .afterStopPost): enterKill(.finalTerminate, &turn)
        case (.abort, .beforeStopPost): enterKill(.stopAbort, &turn)
        case (.abort, .afterStopPost): enterKill(.finalAbort, &turn)
        case (.kill, .beforeStopPost):
            if turn.policy.sendsKill { enterKill(.stopKill, &turn) } else { enterStopPost(&turn) }
        case (.kill, .afterStopPost):
            if turn.policy.sendsKill { return enterKill(.finalKill, &turn) }
            forbidsRestart = true
            endRun(&turn)
        }
    }

    private mutating func enterStopPost(_ turn: inout Turn) {
        guard control == nil else { return enterKill(.finalTerminate, &turn) }
        begin(.stopPost, &turn)
    }
}

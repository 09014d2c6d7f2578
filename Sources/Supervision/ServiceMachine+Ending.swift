import ServiceModel

/// From the last kill to what comes next: nothing, a restart, or a start somebody waits for.
extension ServiceMachine {
    mutating func endRun(_ turn: inout Turn) {
        guard needsCleanUp(turn.policy) else { return conclude(&turn) }
        isCleanedUp = true
        begin(.cleanUp, &turn)
    }

    private func needsCleanUp(_ policy: ServicePolicy) -> Bool {
        guard hasOpenInvocation, hasSomethingToClean(policy), control == nil else { return false }
        return policy.cleansUpBeforeRestart || !goesOn(policy)
    }

    private func hasSomethingToClean(_ policy: ServicePolicy) -> Bool {
        !isCleanedUp && policy.commands(of: .cleanUp).count > 0
    }

    private func goesOn(_ policy: ServicePolicy) -> Bool {
        guard main == nil, control == nil else { return false }
        return !jobs.isDisjoint(with: [JobSet(.start), JobSet(.restart)]) || restartsByItself(policy)
    }

    private func restartsByItself(_ policy: ServicePolicy) -> Bool {
        !forbidsRestart && policy.restarts(after: result, mainStatus: lastMainStatus)
    }

    mutating func conclude(_ turn: inout Turn) {
        if !hasSomethingToClean(turn.policy) { closeInvocation(&turn) }
        guard main == nil, control == nil else {
            if result == .success, !jobs.isDisjoint(with: [JobSet(.start), JobSet(.restart)]) {
                fail(.resources, .leftoverProcess)
            }
            return settle(&turn)
        }
        if jobs.contains(JobSet(.restart)) {
            beginRequestedRun(.restart, &turn)
        } else if restartsByItself(turn.policy) {
            scheduleRestart(&turn)
        } else if jobs.contains(JobSet(.start)) {
            beginRequestedRun(.start, &turn)
        } else {
            settle(&turn)
        }
    }

    private mutating func scheduleRestart(_ turn: inout Turn) {
        let delay = turn.policy.delay(beforeRestart: nextRestartNumber)
        if delay == .zero {
            beginAutomaticRun(&turn)
        } else {
            state = .autoRestart(at: turn.now + delay)
        }
    }

    private mutating func settle(_ turn: inout Turn) {
        closeInvocation(&turn)
        let former = activeState
        state = result == .success || result == .execCondition ? .dead : .failed
        startOthers(from: former, &turn)
        finish(.stop, hasSurvivors(turn.policy) ? .failed(.timeout) : .done, &turn)
        finishStarts(.failed(.resources), &turn)
        watchLeftovers(&turn)
    }

    /// A start that is refused leaves a failed unit as it was, and is nobody's business.
    private func startOthers(from former: ActiveState, _ turn: inout Turn) {
        switch state.activeState {
        case .failed where former != .failed && turn.policy.startsOthersOnFailure:
            turn.emit(.startOthers(after: .failed))
        case .inactive where former != .inactive && turn.policy.startsOthersOnSuccess:
            turn.emit(.startOthers(after: .inactive))
        case .active, .activating, .reloading, .deactivating, .inactive, .failed: return
        }
    }

    /// Something that should have ended did not.
    private func hasSurvivors(_ policy: ServicePolicy) -> Bool {
        switch policy.killMode {
        case .controlGroup, .mixed: main != nil || control != nil || !isKnownEmpty
        case .process: main != nil || control != nil
        case .none: false
        }
    }

    mutating func closeInvocation(_ turn: inout Turn) {
        guard hasOpenInvocation else { return }
        hasOpenInvocation = false
        turn.emit(.endInvocation)
    }
}

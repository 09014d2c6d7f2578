import ServiceModel

/// What somebody asks for, in every state. The last wish wins; a job it replaces ends as cancelled.
extension ServiceMachine {
    mutating func wishStart(_ turn: inout Turn) {
        switch state {
        case .dead, .failed:
            jobs.insert(JobSet(.start))
            beginRequestedRun(.start, &turn)
        case .running, .exited, .reload:
            turn.emit(.finished(.start, .alreadyDone))
        case .condition, .startPre, .start, .startPost, .autoRestart:
            // Joins what is under way. In auto-restart the delay stands: who cannot wait asks for a restart.
            jobs.insert(JobSet(.start))
        case .stop, .stopSigterm, .stopWatchdog, .stopSigkill, .stopPost, .finalSigterm, .finalWatchdog,
            .finalSigkill, .cleaning:
            finish(.stop, .cancelled, &turn)
            jobs.insert(JobSet(.start))
        }
    }

    mutating func wishStop(_ turn: inout Turn) {
        if state == .dead || state == .failed {
            turn.emit(.finished(.stop, .alreadyDone))
            return
        }
        for kind in [JobKind.start, .restart, .reload] { finish(kind, .cancelled, &turn) }
        jobs.insert(JobSet(.stop))
        wind(downFor: .stop, &turn)
    }

    mutating func wishRestart(_ turn: inout Turn) {
        for kind in [JobKind.stop, .reload] { finish(kind, .cancelled, &turn) }
        jobs.insert(JobSet(.restart))
        switch state {
        case .dead, .failed, .autoRestart:
            beginRequestedRun(.restart, &turn)
        case .condition, .startPre, .start, .startPost, .running, .exited, .reload, .stop, .stopSigterm,
            .stopWatchdog,
            .stopSigkill, .stopPost, .finalSigterm, .finalWatchdog, .finalSigkill, .cleaning:
            wind(downFor: .restart, &turn)
        }
    }

    mutating func wishReload(_ turn: inout Turn) {
        switch state {
        case .running, .exited:
            guard control == nil, turn.policy.commands(of: .reload).count > 0 else {
                turn.emit(.finished(.reload, .notApplicable))
                return
            }
            jobs.insert(JobSet(.reload))
            begin(.reload, &turn)
        case .reload:
            jobs.insert(JobSet(.reload))
        case .dead, .condition, .startPre, .start, .startPost, .stop, .stopSigterm, .stopWatchdog,
            .stopSigkill, .stopPost,
            .finalSigterm, .finalWatchdog, .finalSigkill, .cleaning, .autoRestart, .failed:
            turn.emit(.finished(.reload, .notApplicable))
        }
    }

    mutating func forgetFailure() {
        startLimit = StartLimit()
        restartCount = 0
        guard state == .failed else { return }
        state = .dead
        result = .success
        cause = .failureReset
    }

    /// Leads any state towards its end because somebody asked for it.
    private mutating func wind(downFor kind: JobKind, _ turn: inout Turn) {
        forbidsRestart = true
        switch state {
        case .running, .exited:
            cause = .requested(kind)
            enterStop(&turn)
        case .condition, .startPre, .start, .startPost, .reload:
            // ExecStop commands are for a service that is up; a reload that is under way is not waited for.
            cause = .requested(kind)
            enterKill(.stopTerminate, &turn)
        case .autoRestart:
            // What ended the run before was already reported: giving the restart up is no failure.
            cause = .requested(kind)
            result = .success
            endRun(&turn)
        case .dead, .failed, .stop, .stopSigterm, .stopWatchdog, .stopSigkill, .stopPost, .finalSigterm,
            .finalWatchdog, .finalSigkill,
            .cleaning:
            return
        }
    }

    /// Ends a job, if there is one of the kind.
    mutating func finish(_ kind: JobKind, _ outcome: JobOutcome, _ turn: inout Turn) {
        if jobs.remove(JobSet(kind)) != nil { turn.emit(.finished(kind, outcome)) }
    }

    /// Ends the jobs that waited for the service to be up.
    mutating func finishStarts(_ outcome: JobOutcome, _ turn: inout Turn) {
        finish(.start, outcome, &turn)
        finish(.restart, outcome, &turn)
    }
}

import ServiceModel

/// What the end of a process means for the service.
extension ServicePolicy {
    /// A daemon that has no handler for these ends cleanly by them.
    private static let politeSignals: [Signal] = [.hangup, .interrupt, .terminate, .pipe]

    func result(of status: ExitStatus, from command: CommandReference) -> ServiceResult {
        if ignoresFailure(of: command) || isClean(status, from: command) { return .success }
        switch status {
        case .exited(let code):
            // 255 is what a condition answers when it could not find out.
            return command.kind == .condition && code < 255 ? .execCondition : .exitCode
        case .signaled(_, let coreDumped):
            return coreDumped ? .coreDump : .signal
        }
    }

    /// A policy may have been replaced under a command that was running.
    private func ignoresFailure(of command: CommandReference) -> Bool {
        let flags = commands(of: command.kind).ignoresFailure
        let index = Int(command.index)
        return index < flags.count && flags[index]
    }

    private func isClean(_ status: ExitStatus, from command: CommandReference) -> Bool {
        switch status {
        case .exited(0): true
        case .exited: success.contains(status)
        case .signaled(_, coreDumped: true): false
        case .signaled(let signal, coreDumped: false):
            success.contains(status)
                || isDaemon(command) && ServicePolicy.politeSignals.contains(signal)
        }
    }

    private func isDaemon(_ command: CommandReference) -> Bool {
        command.kind == .start && startup != .oneshot
    }
}

import ServiceModel

/// What follows when the kernel kills processes of a service for want of memory.
extension ServiceMachine {
    /// Told before the end of the process that was killed, where it is known by then. `OOMPolicy=` says what becomes
    /// of a service that is up; one on its way up or down goes on as its command's end says.
    mutating func noteMemoryRanOut(_ turn: inout Turn) {
        hasLostToMemory = true
        switch state {
        case .running, .exited:
            switch turn.policy.outOfMemory {
            case .continue: return
            case .stop:
                fail(.outOfMemory, .memoryRanOut)
                enterStop(&turn)
            case .kill:
                fail(.outOfMemory, .memoryRanOut)
                enterKill(.stopKill, &turn)
            }
        case .stop, .stopSigterm, .stopWatchdog, .stopSigkill, .stopPost, .finalSigterm, .finalWatchdog,
            .finalSigkill:
            fail(.outOfMemory, .memoryRanOut)
        case .dead, .condition, .startPre, .start, .startPost, .reload, .cleaning, .autoRestart, .failed:
            return
        }
    }

    /// Whether an end that looks like somebody's SIGKILL was the kernel's: in a run in which it killed one for want of
    /// memory, as far as can be told.
    func isLossToMemory(_ status: ExitStatus) -> Bool {
        switch status {
        case .signaled(.kill, _): hasLostToMemory
        case .signaled, .exited: false
        }
    }
}

/// A unit's state in Supervisor's words, for those who know its `status`.
package enum SupervisorState: String, CaseIterable, Sendable {
    /// Never started, or stopped because someone asked.
    case stopped = "STOPPED"
    case starting = "STARTING"
    case running = "RUNNING"
    /// Ended unexpectedly and about to be started again.
    case backoff = "BACKOFF"
    case stopping = "STOPPING"
    /// Ended by itself.
    case exited = "EXITED"
    /// Could not be started, or ended too often.
    case fatal = "FATAL"
    case unknown = "UNKNOWN"
}

/// The `[Manager]` section of `supervisord.conf`.
package struct ManagerSettings: Hashable, Sendable {
    /// Who besides root and the daemon's own user may start, stop, restart, reload and signal.
    package var operatorGroup: AccountReference?
    /// Who may look.
    package var viewerGroup: AccountReference?
    package var isBestEffort = false
    package var defaultTimeoutStart: TimeSpan = .seconds(90)
    package var defaultTimeoutStop: TimeSpan = .seconds(90)
    package var defaultRestartDelay: TimeSpan = .milliseconds(100)
    package var defaultStartLimitInterval: TimeSpan = .seconds(10)
    package var defaultStartLimitBurst: UInt32 = 5
    package var defaultEnvironment: [EnvironmentRequest.Assignment] = []
    package var defaultLimits: [ResourceLimit] = []
    /// Bytes the exit journal may take on disk, all files together.
    package var journalMaximumSize: UInt64 = 16 << 20
    /// How many helpers wait, already executed, for a job.
    package var warmHelpers: UInt16 = 128

    package init() {}
}

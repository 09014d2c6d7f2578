/// The end of one process, as it is kept for ever: one record per process, written exactly once.
package struct ExitRecord: Hashable, Sendable {
    package var unit: String
    package var invocation: InvocationID
    package var command: CommandKind
    /// Position among the commands of its kind, from 0.
    package var commandIndex: UInt16
    package var pid: Int32
    /// Nil when the process ended before its identity was known.
    package var uid: UInt32?
    package var startedAt: WallTime
    package var startedMonotonic: Instant
    package var endedAt: WallTime
    package var endedMonotonic: Instant
    package var status: ExitStatus
    /// User and system time together.
    package var cpuTime: TimeSpan
    /// The largest resident set, in bytes.
    package var peakMemory: UInt64
    /// The service's result as it stood after this end.
    package var result: ServiceResult
    package var restartCount: UInt32
    /// The launch step that failed and its error number, when the process never became the service.
    package var failedStep: String?
    package var failedErrno: Int32?
    /// Who asked for the stop or restart that ended it, such as `uid 1000 (pid 412)`; nil when nobody did.
    package var requestedBy: String?

    package init(unit: String, invocation: InvocationID, command: CommandKind, pid: Int32, status: ExitStatus)
    {
        self.unit = unit
        self.invocation = invocation
        self.command = command
        self.commandIndex = 0
        self.pid = pid
        self.startedAt = WallTime(microseconds: 0)
        self.startedMonotonic = Instant(microseconds: 0)
        self.endedAt = WallTime(microseconds: 0)
        self.endedMonotonic = Instant(microseconds: 0)
        self.status = status
        self.cpuTime = .zero
        self.peakMemory = 0
        self.result = .success
        self.restartCount = 0
    }
}

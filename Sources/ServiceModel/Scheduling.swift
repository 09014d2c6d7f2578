/// CPU and I/O scheduling of a service. Nil: inherited from the supervisor.
package struct Scheduling: Hashable, Sendable {
    /// Raw values are the kernel's `SCHED_` numbers.
    package enum Policy: UInt8, Sendable {
        case other = 0
        case fifo = 1
        case roundRobin = 2
        case batch = 3
        case idle = 5
        /// Scheduled by a BPF program where one is loaded, else as `other`; since Linux 6.12.
        case extensible = 7
    }

    /// Raw values are the kernel's `IOPRIO_CLASS_` numbers.
    package enum IOClass: UInt8, Sendable {
        case none = 0
        case realTime = 1
        case bestEffort = 2
        case idle = 3
    }

    /// -20 to 19.
    package var nice: Int8?
    /// CPU numbers; empty: not changed.
    package var affinity: [UInt16] = []
    package var policy: Policy?
    /// 1 to 99 for the real-time policies, otherwise 0.
    package var priority: UInt8?
    package var resetsOnFork = false
    package var ioClass: IOClass?
    /// 0 to 7.
    package var ioPriority: UInt8?

    package init() {}
}

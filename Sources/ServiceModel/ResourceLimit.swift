/// One of the sixteen resource limits with its two values.
package struct ResourceLimit: Hashable, Sendable {
    /// Which limit. The raw value is the kernel's `RLIMIT_` number on x86-64 and arm64.
    package enum Kind: UInt8, CaseIterable, Sendable {
        case cpu, fileSize, data, stack, core, residentSet, processes, openFiles, lockedMemory, addressSpace,
            locks
        case pendingSignals, messageQueue, nice, realTimePriority, realTimeTime

        /// The part of the directive after `Limit`.
        package var directiveSuffix: String {
            switch self {
            case .cpu: "CPU"
            case .fileSize: "FSIZE"
            case .data: "DATA"
            case .stack: "STACK"
            case .core: "CORE"
            case .residentSet: "RSS"
            case .processes: "NPROC"
            case .openFiles: "NOFILE"
            case .lockedMemory: "MEMLOCK"
            case .addressSpace: "AS"
            case .locks: "LOCKS"
            case .pendingSignals: "SIGPENDING"
            case .messageQueue: "MSGQUEUE"
            case .nice: "NICE"
            case .realTimePriority: "RTPRIO"
            case .realTimeTime: "RTTIME"
            }
        }
    }

    /// No limit: `RLIM_INFINITY`.
    package static let infinity = UInt64.max

    package let kind: Kind
    /// In the kernel's unit for the kind: seconds, bytes, a count, or microseconds.
    package let soft: UInt64
    package let hard: UInt64

    package init(kind: Kind, soft: UInt64, hard: UInt64) {
        self.kind = kind
        self.soft = soft
        self.hard = hard
    }
}

/// What else the kernel keeps per process.
package struct ProcessProperties: Hashable, Sendable {
    package enum Keyring: UInt8, Sendable {
        case inherit, `private`, shared
    }

    package var umask: UInt16 = 0o022
    /// -1000 to 1000; nil: inherited.
    package var oomScoreAdjust: Int16?
    package var timerSlack: UInt64?
    /// The bits of `/proc/PID/coredump_filter`.
    package var coredumpFilter: UInt32?
    /// The kernel's `PER_` number; nil: inherited.
    package var personality: UInt32?
    package var ignoresSIGPIPE = true
    /// Whether the kernel is told to keep written memory from being executed.
    package var deniesWritableCode = false
    /// Whether it has a host name of its own, which is the host's to begin with.
    package var hasOwnHostNames = false
    /// Nil where it has no mounts of its own, or as usual: `.slave`.
    package var mountPropagation: MountPropagation?
    package var keyring: Keyring = .private

    package init() {}
}

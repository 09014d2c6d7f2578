import CLinux

/// A child that ended, as the kernel reports it. Reaping gives the pid back to the kernel: after that it may
/// name another process.
package struct EndedChild: Sendable {
    package let pid: Int32
    /// The exit code, or the signal's number.
    package let code: Int32
    package let wasSignaled: Bool
    package let dumpedCore: Bool
    /// User and system time, microseconds.
    package let cpuTime: UInt64
    /// Largest resident set, bytes.
    package let peakMemory: UInt64

    /// A child that has ended, nil when none has: it keeps its pid until it is reaped. Never waits. Corresponds to
    /// `waitid(2)`.
    package static func unreaped() throws(SystemError) -> Int32? {
        let found = cl_ended_child()
        if found == -Errno.noChild || found == 0 { return nil }
        return try check("waitid", found)
    }

    /// Corresponds to `wait4(2)`.
    package static func reap(_ pid: Int32) throws(SystemError) -> EndedChild {
        var result = cl_exit()
        _ = try check("wait4", unsafe cl_reap(pid, &result))
        return EndedChild(
            pid: result.pid,
            code: result.code,
            wasSignaled: result.signaled == 1,
            dumpedCore: result.core == 1,
            cpuTime: result.cpu_us,
            peakMemory: result.peak_kb * 1024
        )
    }
}

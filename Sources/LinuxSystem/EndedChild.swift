import CLinux

/// A child that ended, as the kernel reports it. Reaping gives the pid back to the kernel: after this it may
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

    /// The next ended child, nil when none has. Never waits. Corresponds to `wait4(2)`.
    package static func next() throws(SystemError) -> EndedChild? {
        var result = cl_exit()
        let found = unsafe cl_reap(&result)
        if found == -Errno.noChild || found == 0 { return nil }
        _ = try check("wait4", found)
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

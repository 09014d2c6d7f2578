import CLinux

/// The calling process's own resource limits.
package enum OwnLimits {
    /// By the kernel's number of the limit. Corresponds to `getrlimit(2)`.
    package static func values(_ kind: UInt8) throws(SystemError) -> (soft: UInt64, hard: UInt64) {
        var soft: UInt64 = 0
        var hard: UInt64 = 0
        _ = try check("getrlimit", unsafe cl_own_limit(Int32(kind), &soft, &hard))
        return (soft, hard)
    }
}

import CLinux

/// The calling process's own resource limits.
package enum OwnLimits {
    /// Lowers or, with CAP_SYS_RESOURCE, raises a limit. Corresponds to `prlimit(2)`.
    package static func set(_ kind: UInt8, soft: UInt64, hard: UInt64) throws(SystemError) {
        _ = try check("prlimit64", cl_set_limit(Int32(kind), soft, hard))
    }

    /// By the kernel's number of the limit. Corresponds to `getrlimit(2)`.
    package static func values(_ kind: UInt8) throws(SystemError) -> (soft: UInt64, hard: UInt64) {
        var soft: UInt64 = 0
        var hard: UInt64 = 0
        _ = try check("getrlimit", unsafe cl_own_limit(Int32(kind), &soft, &hard))
        return (soft, hard)
    }
}

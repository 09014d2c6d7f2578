import CLinux

/// What this process is to the kernel.
package enum OwnProcess {
    package static var effectiveUser: UInt32 { cl_effective_user() }
    package static var effectiveGroup: UInt32 { cl_effective_group() }
    package static var pid: Int32 { cl_own_pid() }

    /// Bit n for capability number n.
    package static func effectiveCapabilities() throws(SystemError) -> UInt64 {
        var set: UInt64 = 0
        _ = try check("capget", unsafe cl_effective_capabilities(&set))
        return set
    }

    package static func setUmask(_ mask: UInt32) {
        cl_set_umask(mask)
    }

    /// Standard input becomes /dev/null: a service must not read the supervisor's terminal.
    package static func disconnectInput() throws(SystemError) {
        _ = try check("dup2", cl_redirect_null_input())
    }

    /// The path this program was executed by; nil when the kernel did not say.
    package static var executedPath: String? {
        guard let path = unsafe cl_executed_path() else { return nil }
        return unsafe String(cString: path)
    }
}

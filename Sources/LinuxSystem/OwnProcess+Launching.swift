import CLinux

/// What a fresh process does to itself before it becomes another program.
extension OwnProcess {
    /// Every descriptor from `first` on closes on exec, whoever opened it. Corresponds to `close_range(2)`.
    package static func closeOnExec(from first: Int32) throws(SystemError) {
        _ = try check("close_range", cl_mark_close_on_exec(first))
    }

    /// Default dispositions and an empty mask. `ProcessControl.interrupt` ends what this process waits in.
    package static func resetSignals() throws(SystemError) {
        _ = try check("rt_sigaction", cl_reset_signals())
    }

    /// Corresponds to `setsid(2)`.
    package static func startSession() throws(SystemError) {
        _ = try check("setsid", cl_new_session())
    }

    /// Copies this process; the copy has the same parent. Returns its pid, and nil in the copy. Corresponds to
    /// `clone(2)`.
    package static func forkSibling() throws(SystemError) -> Int32? {
        let pid = try check("clone", cl_fork_sibling(-1))
        return pid == 0 ? nil : pid
    }

    /// The same, born in the cgroup whose directory it is. Corresponds to `clone3(2)` with `CLONE_INTO_CGROUP`.
    package static func forkSibling(into group: borrowing FileDescriptor) throws(SystemError) -> Int32? {
        let pid = try check("clone3", cl_fork_sibling(group.rawValue))
        return pid == 0 ? nil : pid
    }

    /// Until the next exec, no other process of the same user may trace this one or read its memory.
    package static func hideFromTracers() throws(SystemError) {
        _ = try check("prctl", cl_set_not_dumpable())
    }

    /// Sets the mask and returns the former one.
    package static func exchangeUmask(_ mask: UInt32) -> UInt32 {
        cl_exchange_umask(mask)
    }

    /// Ends the process at once, without the C library's last rites. Corresponds to `_exit(2)`.
    package static func exit(_ status: UInt8) -> Never {
        cl_exit_now(Int32(status))
        preconditionFailure("the process has ended")
    }
}

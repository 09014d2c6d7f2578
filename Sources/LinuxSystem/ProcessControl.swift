import CLinux

/// Signals to processes whose identity is certain, and the daemon's standing among processes.
package enum ProcessControl {
    /// Signals a child of ours that has not been reaped: its pid cannot have been reused.
    package static func signal(child pid: Int32, _ number: UInt8) throws(SystemError) {
        precondition(pid > 0, "a pid of 0 or less would mean a group or everyone")
        _ = try check("kill", cl_kill(pid, Int32(number)))
    }

    /// Signals the process group that a child of ours leads, which is not reaped yet. Corresponds to `kill(2)`.
    package static func signal(groupOf child: Int32, _ number: UInt8) throws(SystemError) {
        precondition(child > 1, "a group of 1 or less would mean everyone")
        _ = try check("kill", cl_kill(-child, Int32(number)))
    }

    /// Has the call that a child of ours waits in, if it is a helper before its exec, fail with `EINTR`.
    package static func interrupt(helper pid: Int32) throws(SystemError) {
        try signal(child: pid, UInt8(CL_INTERRUPTION))
    }

    /// A descriptor that names the process for good. Corresponds to `pidfd_open(2)`.
    package static func open(pid: Int32) throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try check("pidfd_open", cl_pidfd_open(pid)))
    }

    package static func signal(_ process: borrowing FileDescriptor, _ number: UInt8) throws(SystemError) {
        _ = try check("pidfd_send_signal", cl_pidfd_signal(process.rawValue, Int32(number)))
    }

    /// Orphans of our services become our children. Corresponds to `PR_SET_CHILD_SUBREAPER`.
    package static func becomeSubreaper() throws(SystemError) {
        _ = try check("prctl", cl_become_subreaper())
    }

    /// Whether any process has this real user id.
    package static func userHasProcesses(_ uid: UInt32) throws(SystemError) -> Bool {
        try check("getpriority", cl_user_has_processes(uid)) == 1
    }
}

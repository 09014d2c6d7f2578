import CLinux

/// The one-way steps by which a program of ours gives its privilege up before it reads what others wrote.
package enum PrivilegeDrop {
    /// Supplementary groups before the group, the group before the user: once the user has changed we may no
    /// longer change the others. Reads everything back and throws when any of it does not hold.
    package static func become(user: UInt32, group: UInt32) throws(SystemError) {
        _ = try check("setgroups", cl_drop_groups())
        _ = try check("setresgid", cl_drop_group(group))
        _ = try check("setresuid", cl_drop_user(user))
        guard try check("getresuid", cl_is_only(user, group)) == 1 else {
            throw SystemError(call: "setresuid", errno: Errno.notPermitted)
        }
    }

    /// Permitted, effective and inheritable sets; the kernel takes the ambient set along.
    package static func dropCapabilities() throws(SystemError) {
        _ = try check("capset", cl_drop_capabilities())
        guard try OwnProcess.effectiveCapabilities() == 0 else {
            throw SystemError(call: "capset", errno: Errno.notPermitted)
        }
    }

    package static func forbidNewPrivileges() throws(SystemError) {
        _ = try check("prctl", cl_set_no_new_privileges())
        guard try check("prctl", cl_no_new_privileges()) == 1 else {
            throw SystemError(call: "prctl", errno: Errno.notPermitted)
        }
    }

    /// Whether the kernel knows system call filters at all.
    package static var canFilter: Bool { cl_filter_mode() >= 0 }

    /// Installs a filter program that must answer `sched_yield(2)` with `EPERM`: that call cannot fail
    /// otherwise, so that its answer proves the filter to be in force.
    package static func install(filter program: [UInt8]) throws(SystemError) {
        _ = try check("seccomp", unsafe cl_install_filter(program, program.count))
        guard cl_yield() == -Errno.notPermitted else {
            throw SystemError(call: "seccomp", errno: Errno.notPermitted)
        }
    }
}

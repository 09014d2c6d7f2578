import LinuxSystem
import SandboxPolicy
import ServiceModel

/// Gives up everything but memory and open descriptors, before the first byte of a unit file is looked at. A
/// parser that is taken over finds no file to open, no process to signal and nobody to call.
enum LoaderConfinement {
    /// `nobody` and its group on every Linux: owner of nothing.
    private static let nobody: UInt32 = 65_534

    static func enter() throws(SystemError) {
        let filter = PrivilegeDrop.canFilter ? try FilterCompiler.compile(rules) : nil
        let held = try HeldCapabilities.effective()
        // A container may have taken these from root. Then the user stays, and the filter alone holds.
        if OwnProcess.effectiveUser == 0, held.isSuperset(of: [.setUID, .setGID]) {
            try PrivilegeDrop.become(user: nobody, group: nobody)
        }
        try PrivilegeDrop.dropCapabilities()
        try PrivilegeDrop.forbidNewPrivileges()
        // A kernel built without filters still takes the user and the capabilities away.
        if let filter { try PrivilegeDrop.install(filter: filter) }
    }

    /// Nothing here opens, names or reaches anything outside the process.
    private static let permitted: Set<String> = [
        "read", "pread64", "write", "pwrite64", "writev", "close", "fstat", "newfstatat", "lseek",
        "ftruncate", "fcntl",
        "memfd_create", "brk", "mmap", "munmap", "mremap", "mprotect", "madvise", "futex", "getrandom",
        "getpid",
        "gettid", "clock_gettime", "rt_sigreturn", "restart_syscall", "exit", "exit_group",
        // libseccomp asks which actions the kernel knows; a further filter could only take more away.
        "seccomp",
    ]

    private static let rules = FilterRules(permitting: permitted, answering: ["sched_yield": .errno(1)])
}

import Glibc
import TestSupport

/// A container of runc's whose root holds our programs and nothing else: read-only but for /run, with
/// the mounts that engines make and a filter of their default's reach.
final class Container {
    enum Privilege {
        /// root with the fourteen capabilities that Docker leaves.
        case docker
        /// A user without any capability, and no-new-privs: what Kubernetes calls restricted.
        case restricted

        var user: UInt32 { self == .docker ? 0 : 1000 }
    }

    private let bundle: ScratchFolder
    private let name: String
    private let process: pid_t
    private var hasEnded = false

    init(_ privilege: Privilege, _ units: [String: String]) throws {
        bundle = try ScratchFolder()
        name = "castellan-\(getpid())-\(bundle.path.suffix(6))"
        for folder in [
            "", "bin", "etc", "etc/castellan", "etc/castellan/units", "run", "var", "var/lib", "proc", "sys",
            "dev",
        ] {
            mkdir(bundle.path + "/root/" + folder, 0o755)
        }
        // runc gives a tmpfs the mode of the folder beneath it.
        chmod(bundle.path + "/root/run", 0o1777)
        for program in [
            "supervisord", "supervisor-load", "supervisor-exec", "supervisorctl", "castellan-probe",
        ] {
            try bundle.write(
                "root/bin/" + program,
                try Files.wholeFile(BuiltProgram.path(program)),
                mode: 0o755
            )
        }
        for (unit, text) in units { try bundle.write("root/etc/castellan/units/" + unit, text) }
        try bundle.write("config.json", Container.configuration(privilege))
        process = try RunningSupervisor.spawn(
            Container.runc(bundle, ["run", "--bundle", bundle.path, name]),
            log: bundle.path + "/log"
        )
        try wait("the units") { self.log.contains(" loaded\n") }
    }

    deinit {
        guard !hasEnded else { return }
        _ = try? runc("delete", "--force", name)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    var log: String { (try? Files.text(bundle.path + "/log")) ?? "" }

    /// Runs the container's own client in it.
    func control(_ words: String...) throws -> Command.Outcome {
        let runtime = Container.runc(bundle, ["exec", name, "/bin/supervisorctl"] + words)
        return try Command.run(runtime[0], Array(runtime.dropFirst()))
    }

    /// Sends PID 1 a signal; the exit status of the container.
    func end(with signal: String) throws -> Int32 {
        let sent = try runc("kill", name, signal)
        guard sent.status == 0 else { throw ControlConnection.Failure(message: sent.output) }
        var status: Int32 = -1
        try wait("the end of the container") { waitpid(self.process, &status, WNOHANG) == self.process }
        hasEnded = true
        return status
    }

    /// The host's pid of the process that runs with the word as an argument, once there is one.
    func pid(of word: String, otherThan old: Int32? = nil) throws -> Int32 {
        var found: Int32 = 0
        try wait("\(word) to run") {
            guard let pid = try ProcessTreeTests.processes(with: word).first, pid != old else { return false }
            found = pid
            return try Files.text("/proc/\(pid)/comm") == "castellan-probe\n"
        }
        return found
    }

    func wait(_ what: String, until condition: () throws -> Bool) throws {
        let deadline = RunningSupervisor.now() + 20
        while RunningSupervisor.now() < deadline {
            if try condition() { return }
            usleep(5_000)
        }
        throw ControlConnection.Failure(message: "waited 20 s for \(what); log:\n\(log)")
    }

    private func runc(_ words: String...) throws -> Command.Outcome {
        let command = Container.runc(bundle, words)
        return try Command.run(command[0], Array(command.dropFirst()))
    }

    private static func runc(_ bundle: ScratchFolder, _ words: [String]) -> [String] {
        ["/usr/sbin/runc", "--root", bundle.path + "/state"] + words
    }

    // MARK: the bundle

    private static func list(_ words: String) -> String {
        words.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ", ")
    }

    private static func configuration(_ privilege: Privilege) -> String {
        let kept = privilege == .restricted ? "" : list(dockerCapabilities)
        return """
            {
              "ociVersion": "1.0.2",
              "process": {
                "args": ["/bin/supervisord"], "env": ["PATH=/bin"], "cwd": "/",
                "user": {"uid": \(privilege.user), "gid": \(privilege.user)},
                "noNewPrivileges": \(privilege == .restricted),
                "capabilities": {"bounding": [\(kept)], "effective": [\(kept)], "permitted": [\(kept)]}
              },
              "root": {"path": "root", "readonly": true},
              "mounts": [
                {"destination": "/proc", "type": "proc", "source": "proc"},
                {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "mode=755"]},
                {"destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["nosuid", "noexec", "nodev", "ro"]},
                {"destination": "/run", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid"]}
              ],
              "linux": {
                "namespaces": [{"type": "pid"}, {"type": "ipc"}, {"type": "uts"}, {"type": "mount"}, {"type": "network"}],
                "maskedPaths": [\(list("/proc/kcore /proc/keys /proc/timer_list /proc/sched_debug /sys/firmware"))],
                "readonlyPaths": [\(list("/proc/bus /proc/fs /proc/irq /proc/sys /proc/sysrq-trigger"))],
                "seccomp": {
                  "defaultAction": "SCMP_ACT_ALLOW",
                  "syscalls": [
                    {"names": [\(list(forbiddenCalls))], "action": "SCMP_ACT_ERRNO", "errnoRet": 1},
                    {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}
                  ]
                }
              }
            }
            """
    }

    private static let dockerCapabilities = """
        CAP_CHOWN CAP_DAC_OVERRIDE CAP_FSETID CAP_FOWNER CAP_MKNOD CAP_NET_RAW CAP_SETGID CAP_SETUID CAP_SETFCAP \
        CAP_SETPCAP CAP_NET_BIND_SERVICE CAP_SYS_CHROOT CAP_KILL CAP_AUDIT_WRITE
        """

    /// What Docker's default filter refuses without CAP_SYS_ADMIN, of what a supervisor might try.
    private static let forbiddenCalls = """
        unshare setns mount umount2 fsopen fsmount move_mount mount_setattr open_tree pivot_root keyctl add_key \
        request_key bpf perf_event_open userfaultfd io_uring_setup kexec_load init_module finit_module \
        delete_module reboot sethostname setdomainname settimeofday clock_settime swapon swapoff acct quotactl kcmp \
        process_madvise pidfd_getfd
        """
}

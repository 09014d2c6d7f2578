import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A service's own view of the files", .serialized)
struct FileProtectionTests {
    /// Tells for each path whether a file can be made there: `PATH yes` or `PATH no`. `W` is where its directories lie.
    private func unit(_ lines: String, writing paths: [String], then command: String = "true") -> String {
        let tries = paths.map { "touch \($0) 2>/dev/null && echo \($0) yes && rm \($0) || echo \($0) no" }
        return """
            [Service]
            Type=oneshot
            StandardOutput=truncate:%t/out
            \(lines)
            ExecStart=/bin/sh -c 'cd \(Self.place) 2>/dev/null; \((tries + [command]).joined(separator: "; "))'

            """
    }

    /// Root's, and outside of what a private /tmp would be.
    private static let place = "/srv/castellan-test-\(getpid())"

    private func makePlace() throws {
        for path in ["", "/data", "/data/deep", "/other", "/secret"] {
            mkdir(Self.place + path, 0o755)
        }
        let file = open(Self.place + "/secret/file", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        _ = write(file, "secret\n", 7)
        close(file)
    }

    private func removePlace() throws { _ = try Command.run("/bin/rm", ["-rf", Self.place]) }

    /// What the unit printed.
    private func run(_ text: String, _ more: [String: String] = [:]) throws -> [String] {
        let supervisor = try RunningSupervisor(["a.service": text].merging(more) { $1 }) { root in
            mkdir(root.path + "/run", 0o755)
        }
        let result = try supervisor.start("a")
        #expect(result.outcome == .done, "\(result) \(supervisor.log)")
        return try Files.lines(supervisor.root.path + "/run/out")
    }

    @Test("is protected from it as ProtectSystem= says")
    func system() throws {
        let probes = [
            "/usr/castellan-probe", "/etc/castellan-probe", "/srv/castellan-probe",
            "/dev/shm/castellan-probe",
        ]
        for (value, written) in [
            ("no", [true, true, true, true]), ("yes", [false, true, true, true]),
            ("full", [false, false, true, true]), ("strict", [false, false, false, true]),
        ] {
            let output = try run(unit("ProtectSystem=\(value)", writing: probes))
            #expect(output == zip(probes, written).map { "\($0) \($1 ? "yes" : "no")" }, "\(value)")
        }
    }

    @Test("has its directories and ReadWritePaths= to write in all the same, in any order and depth")
    func writable() throws {
        try makePlace()
        defer { try? removePlace() }
        let place = Self.place
        let lines = """
            ReadWritePaths=\(place)/data -/castellan/nowhere
            ReadOnlyPaths=\(place)/data/deep
            ProtectSystem=strict
            StateDirectory=state
            RuntimeDirectory=runtime
            ConfigurationDirectory=configuration
            NoExecPaths=\(place)/data
            """
        let paths = [
            "data/x", "data/deep/x", "other/x", "$$STATE_DIRECTORY/x", "$$RUNTIME_DIRECTORY/x",
            "$$CONFIGURATION_DIRECTORY/x",
        ]
        let command = "cp /bin/true data/true && data/true 2>/dev/null && echo runs || echo runs not"
        let output = try run(unit(lines, writing: paths, then: command))
        #expect(
            output.map { $0.split(separator: " ").dropFirst().joined(separator: " ") } == [
                "yes", "no", "no", "yes", "yes", "no", "not",
            ]
        )
    }

    @Test("does not see what is hidden from it, files and directories, nor what is below")
    func hidden() throws {
        try makePlace()
        defer { try? removePlace() }
        let place = Self.place
        let lines = """
            InaccessiblePaths=\(place)/secret/file \(place)/data
            ReadWritePaths=\(place)/data/deep
            ProtectHome=yes
            """
        let command =
            "cat secret/file 2>&1; ls data /home /root; ls -d data/deep 2>&1; cat /proc/self/mountinfo | grep -c castellan"
        let output = try run(unit(lines, writing: ["secret/x", "data/x", "/root/x"], then: command))
        #expect(
            output == [
                "secret/x yes", "data/x no", "/root/x no", "/home:", "/root:", "data:",
                "ls: cannot access 'data/deep': No such file or directory", "2",
            ]
        )
    }

    @Test("sees its home as ProtectHome= says", arguments: ["read-only", "tmpfs"])
    func home(value: String) throws {
        let folder = "/root/castellan-test-\(getpid())"
        mkdir(folder, 0o755)
        defer { rmdir(folder) }
        let command = "ls -d \(folder) 2>/dev/null | wc -l"
        let output = try run(unit("ProtectHome=\(value)", writing: ["/root/x"], then: command))
        #expect(output == ["/root/x no", value == "tmpfs" ? "0" : "1"])
    }

    @Test("shares none of its mounts with the host, and has none for a command with every right")
    func privacy() throws {
        let before = try Files.lines("/proc/self/mountinfo")
        let text =
            "[Service]\nType=oneshot\nPrivateMounts=yes\nStandardOutput=append:%t/out\n"
            + "ExecStart=/bin/sh -c 'mount -t tmpfs none /mnt && readlink /proc/self/ns/mnt'\n"
            + "ExecStart=+/bin/readlink /proc/self/ns/mnt\nExecStart=/bin/readlink /proc/self/ns/mnt\n"
        let output = try run(text)
        #expect(try Files.lines("/proc/self/mountinfo") == before)
        let own = Files.link("/proc/self/ns/mnt")
        #expect(output.map { $0 == own } == [false, true, false], "\(output), not \(own)")
    }

    @Test("has a host name of its own, which nobody may set where ProtectHostname=yes")
    func hostName() throws {
        let host = try Files.text("/proc/sys/kernel/hostname")
        let command = "hostname castellan-test 2>/dev/null; cat /proc/sys/kernel/hostname"
        for (value, expected) in [("private", "castellan-test\n"), ("yes", host)] {
            #expect(
                try run(unit("ProtectHostname=\(value)", writing: [], then: command)).map { $0 + "\n" } == [
                    expected
                ]
            )
            #expect(try Files.text("/proc/sys/kernel/hostname") == host)
        }
    }

    @Test("loses the capabilities that go with what is protected of the kernel")
    func kernelCapabilities() throws {
        let lines = "ProtectKernelModules=yes\nProtectKernelLogs=yes\nProtectClock=yes"
        let command = "grep CapBnd /proc/self/status; head -c 1 /dev/kmsg | wc -c"
        let output = try run(unit(lines, writing: [], then: command))
        let words = try #require(output.first).split(separator: "\t")
        let bounding = CapabilitySet(rawValue: UInt64(words.last ?? "", radix: 16) ?? .max)
        #expect(
            bounding.isDisjoint(with: [.sysModule, .syslog, .sysTime, .wakeAlarm])
                && bounding.contains(.sysAdmin)
        )
        #expect(output.last == "0", "the kernel's log is empty")
    }

    @Test("is not had without a path that is not there, nor over a link of somebody else's making")
    func refused() throws {
        try makePlace()
        defer { try? removePlace() }
        let place = Self.place
        mkdir(place + "/open", 0o755)
        chown(place + "/open", 59123, 59123)
        symlink("/etc", place + "/open/link")
        symlink("other", place + "/way")
        let sleeper = "ExecStart=/bin/sleep 1000\n"
        let supervisor = try RunningSupervisor([
            "missing.service": "[Service]\nReadOnlyPaths=\(place)/nope\n" + sleeper,
            "link.service": "[Service]\nProtectSystem=strict\nReadWritePaths=\(place)/open/link\n" + sleeper,
            "way.service": "[Service]\nProtectSystem=strict\nReadWritePaths=\(place)/way\n" + sleeper,
            "root.service": "[Service]\nProtectSystem=yes\nRootDirectory=\(place)\n" + sleeper,
        ])
        for (name, why) in [
            ("missing", "on the way to \(place)/nope"),
            ("link", "link is a link in a directory that others can write on the way to \(place)/open/link"),
        ] {
            let result = try supervisor.start(name)
            try supervisor.wait("the failure") { try supervisor.status(name).summary.activeState == "failed" }
            let record = try #require(try supervisor.history(name).last)
            #expect(record.failedStep == "namespaces" && record.status == .exited(226), "\(result)")
            #expect(supervisor.log.contains(why), "\(supervisor.log)")
        }
        #expect(try supervisor.start("way").outcome == .done)
        let pid = try supervisor.runningPid("way")
        #expect(try Files.text("/proc/\(pid)/mountinfo").contains(" \(place)/other rw"))
        let result = try supervisor.start("root")
        #expect(result.outcome == .refused && result.message.contains("RootDirectory="), "\(result)")
    }

    @Test("is refused with a sentence where the supervisor may not mount, unless the unit says best-effort")
    func withoutAdministrator() throws {
        let text = "[Service]\nProtectSystem=strict\nExecStart=/bin/sleep 1000\n"
        let supervisor = try RunningSupervisor(
            ["strict.service": text, "lenient.service": text + "[X-Castellan]\nEnforcement=best-effort\n"],
            under: ["/usr/bin/setpriv", "--bounding-set", "-sys_admin"]
        )
        let result = try supervisor.start("strict")
        #expect(result.outcome == .refused)
        #expect(
            result.message.contains("ProtectSystem= cannot be enforced: it needs CAP_SYS_ADMIN"),
            "\(result)"
        )
        #expect(try supervisor.start("lenient").outcome == .done)
    }
}

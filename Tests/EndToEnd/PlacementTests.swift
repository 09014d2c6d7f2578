import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("What is put into a service's own tree of files", .serialized)
struct PlacementTests {
    /// Root's, and outside of what a private /tmp would be.
    private static let place = "/srv/castellan-placement-\(getpid())"

    private func withPlace(_ body: (String) throws -> Void) throws {
        for path in ["", "/data", "/data/deep", "/other"] { mkdir(Self.place + path, 0o755) }
        try "data\n".write(to: Self.place + "/data/file")
        try "other\n".write(to: Self.place + "/other/file")
        defer { _ = try? Command.run("/bin/rm", ["-rf", Self.place]) }
        try body(Self.place)
    }

    /// What the unit printed.
    private func run(_ lines: String, _ script: String...) throws -> [String] {
        let commands = script.map { "ExecStart=/bin/sh -c '\($0)'\n" }.joined()
        let text = "[Service]\nType=oneshot\nStandardOutput=append:%t/out\n\(lines)\n\(commands)"
        let supervisor = try RunningSupervisor(["a.service": text]) { mkdir($0.path + "/run", 0o755) }
        let result = try supervisor.start("a")
        #expect(result.outcome == .done, "\(result) \(supervisor.log)")
        return try Files.lines(supervisor.root.path + "/run/out")
    }

    @Test("is what BindPaths= names, with what is mounted in it, where it says and nowhere else")
    func bindings() throws {
        try withPlace { (place) throws in
            let lines = """
                ProtectSystem=strict
                BindPaths=\(place)/data:\(place)/other/new \(place)/data/file:\(place)/name -/castellan/nowhere
                BindReadOnlyPaths=\(place)/data:\(place)/locked
                ReadOnlyPaths=\(place)/other/new/deep
                """
            let script = """
                cd \(place); cat other/new/file name locked/file; \
                for i in other/new/x other/x locked/x other/new/deep/x; \
                do touch $$i 2>/dev/null && echo $$i; done; ls data
                """
            #expect(
                try run(lines, script) == ["data", "data", "data", "other/new/x", "deep", "file", "x"]
            )
        }
    }

    @Test("stands below what shows nothing of the host's: ProtectHome=tmpfs and one directory of it")
    func belowEmpty() throws {
        let folder = "/root/castellan-placement-\(getpid())"
        mkdir(folder, 0o755)
        defer { rmdir(folder) }
        let output = try run(
            "ProtectHome=tmpfs\nBindPaths=\(folder) \(folder):/home/a/b",
            "ls -d /root/* /home/*/*; touch /root/x /home/a/x 2>/dev/null || touch \(folder)/x && ls /home/a/b; rm \(folder)/x"
        )
        #expect(output == ["/home/a/b", folder, "x"])
    }

    @Test("is a file system in memory with the options of TemporaryFileSystem=")
    func temporary() throws {
        try withPlace { (place) throws in
            let lines = """
                TemporaryFileSystem=\(place)/data:size=64k,mode=0700 \(place)/other:ro,noexec
                BindReadOnlyPaths=\(place)/data/file:\(place)/other/kept
                """
            let script = """
                cd \(place); ls data other; stat -c %%a data; head -c 100000 /dev/zero 2>/dev/null > data/big; \
                stat -c %%s data/big; touch other/x 2>/dev/null || cat other/kept
                """
            #expect(try run(lines, script) == ["data:", "other:", "kept", "700", "65536", "data"])
            #expect(try Files.text(place + "/data/file") == "data\n")
        }
    }

    @Test("is a /tmp of the unit's, shared by its commands and by nobody else, which goes with it")
    func privateTmp() throws {
        let name = "castellan-placement-\(getpid())"
        for value in ["yes", "disconnected"] {
            let output = try run(
                "PrivateTmp=\(value)\nProtectSystem=strict\nUser=nobody",
                "touch /tmp/\(name) /var/tmp/\(name); ls /tmp /var/tmp; stat -c %%a /tmp",
                "ls /tmp"
            )
            let shared = value == "yes" ? [name] : []
            #expect(output == ["/tmp:", name, "/var/tmp:", name, "1777"] + shared)
            #expect(access("/tmp/" + name, F_OK) != 0)
        }
        let text = "[Service]\nPrivateTmp=yes\nExecStart=/bin/sh -c 'touch /tmp/\(name); exec sleep 1000'\n"
        let supervisor = try RunningSupervisor(["a.service": text])
        let own = supervisor.root.path + "/var/lib/castellan/tmp/a.service"
        #expect(try supervisor.start("a").outcome == .done)
        try supervisor.wait("the file") { access(own + "/tmp/" + name, F_OK) == 0 }
        var status = stat()
        #expect(stat(own, &status) == 0 && status.st_mode & 0o7777 == 0o700)
        #expect(try supervisor.stop("a").outcome == .done)
        #expect(access(own, F_OK) != 0)
    }

    @Test("cannot be led anywhere by a link that the service leaves in its own /tmp")
    func planted() throws {
        // The unit's directories lie below /tmp here, so that they are put into its own.
        let plant =
            "ExecStartPre=!/bin/sh -c 'cd /tmp; mv castellan-test moved; ln -s /etc castellan-test; true'\n"
        let text = "[Service]\nPrivateTmp=yes\nStateDirectory=a\nExecStart=/bin/sleep 1000\n"
        let supervisor = try RunningSupervisor(["a.service": text, "b.service": text])
        #expect(try supervisor.start("a").outcome == .done)
        let top = supervisor.root.path.split(separator: "/")[1]
        try supervisor.root.write(
            "etc/castellan/units/b.service",
            text + plant.replacing("castellan-test", with: top)
        )
        _ = try supervisor.ask(.reloadDaemon)
        _ = try supervisor.start("b")
        try supervisor.wait("the end of b") { try supervisor.status("b").summary.activeState == "failed" }
        #expect(try supervisor.history("b").contains { $0.failedStep == "namespaces" }, "\(supervisor.log)")
    }

    @Test("are the few devices that everybody needs, and no more")
    func devices() throws {
        // /dev/kmem, in another place.
        #expect(mknod(Self.place, S_IFCHR | 0o666, 1 << 8 | 2) == 0)
        defer { unlink(Self.place) }
        let output = try run(
            "PrivateDevices=yes",
            "head -c 1 \(Self.place) 2>&1 | grep -o \"not permitted\"; ls /dev | grep -vE \"^(pts|shm|mqueue|hugepages|log)$\" | xargs; echo x > /dev/null && "
                + "head -c 2 /dev/zero | wc -c; python3 -c \"import pty; pty.openpty(); print(1)\"; "
                + "touch /dev/x 2>/dev/null || mknod /srv/castellan-node c 1 3 2>/dev/null || echo no; "
                + "grep CapBnd /proc/self/status"
        )
        #expect(output.first == "not permitted")
        #expect(
            output.dropFirst().first == "core fd full null ptmx random stderr stdin stdout tty urandom zero"
        )
        #expect(output.dropFirst(2).prefix(3) == ["2", "1", "no"])
        let words = try #require(output.last).split(separator: "\t")
        let bounding = CapabilitySet(rawValue: UInt64(words.last ?? "", radix: 16) ?? .max)
        #expect(bounding.isDisjoint(with: [.mknod, .sysRawIO]) && bounding.contains(.sysAdmin))
    }

    @Test("are the service's own processes, and only they where ProcSubset=pid")
    func processes() throws {
        let script =
            "ls -d /proc/1 /proc/self /proc/meminfo /proc/sys 2>/dev/null | xargs; "
            + "touch /proc/sys/kernel/core_pattern 2>/dev/null && echo written; true"
        for (lines, expected) in [
            ("ProtectProc=default", ["/proc/1 /proc/meminfo /proc/self /proc/sys", "written"]),
            ("ProtectKernelTunables=yes", ["/proc/1 /proc/meminfo /proc/self /proc/sys"]),
            ("User=nobody\nProtectProc=invisible", ["/proc/meminfo /proc/self /proc/sys"]),
            (
                "ProtectProc=invisible\nProtectKernelTunables=yes",
                ["/proc/1 /proc/meminfo /proc/self /proc/sys"]
            ),
            ("ProcSubset=pid\nProtectKernelTunables=yes", ["/proc/1 /proc/self"]),
        ] {
            #expect(try run(lines, script) == expected, "\(lines)")
        }
    }

    @Test("goes the way that MountFlags= says")
    func propagation() throws {
        for (value, mark) in [("shared", "shared:"), ("private", "- ")] {
            let output = try run(
                "MountFlags=\(value)",
                "grep \" / / \" /proc/self/mountinfo | cut -d\" \" -f7"
            )
            #expect(output.count == 1 && output[0].hasPrefix(mark.trimmed), "\(value): \(output)")
        }
    }

    @Test("is the service's alone on a host that shares its mounts too, whatever MountFlags= says")
    func sharedHost() throws {
        for value in ["shared", "slave", "private"] {
            let text =
                "[Service]\nMountFlags=\(value)\nTemporaryFileSystem=/opt\nExecStart=/bin/sleep 1000\n"
                + "ExecStartPost=/bin/sh -c 'mount -t tmpfs own /mnt'\n"
            let supervisor = try RunningSupervisor(
                ["a.service": text],
                under: ["/usr/bin/unshare", "--mount", "--propagation", "shared"]
            )
            #expect(try supervisor.start("a").outcome == .done, "\(supervisor.log)")
            let pid = try supervisor.runningPid("a")
            let ours = try Files.text("/proc/\(supervisor.pid)/mountinfo")
            #expect(ours.contains(" / / rw") && ours.contains("shared:"))
            #expect(!ours.contains(" /opt ") && !ours.contains(" /mnt "), "\(value)")
            #expect(try Files.text("/proc/\(pid)/mountinfo").contains(" /opt "))
        }
    }

    @Test("leaves a file that is open for reading no way to be written through")
    func reopened() throws {
        try withPlace { (place) throws in
            let script = "(echo written > /proc/self/fd/0) 2>/dev/null || cat"
            let input = "StandardInput=file:\(place)/data/file\n"
            #expect(try run(input + "ReadOnlyPaths=\(place)", script) == ["data"])
            // Without the protection it is one.
            #expect(try run(input, script).isEmpty)
            #expect(try Files.text(place + "/data/file") == "written\n")
        }
    }

    @Test(
        "is asked for in vain where something that must be there is hidden, and may be missing where it may"
    )
    func missing() throws {
        try withPlace { (place) throws in
            let text = "[Service]\nTemporaryFileSystem=\(place)\nExecStart=/bin/sleep 1000\n"
            let supervisor = try RunningSupervisor([
                "a.service": text + "ReadWritePaths=\(place)/data\n",
                "b.service": text + "ReadWritePaths=-\(place)/data\nInaccessiblePaths=\(place)/other\n",
                "c.service":
                    "[Service]\nBindPaths=/castellan/nowhere:\(place)/x\nExecStart=/bin/sleep 1000\n",
            ])
            for (name, why) in [
                ("a", "\(place)/data, where the unit sees nothing"), ("c", "/castellan/nowhere"),
            ] {
                _ = try supervisor.start(name)
                try supervisor.wait("the failure") {
                    try supervisor.status(name).summary.activeState == "failed"
                }
                #expect(try supervisor.history(name).last?.failedStep == "namespaces")
                #expect(supervisor.log.contains(why), "\(supervisor.log)")
            }
            #expect(try supervisor.start("b").outcome == .done)
            #expect(access(place + "/x", F_OK) != 0)
        }
    }

    @Test("may be more than there may be open files, a thousand paths with a limit of sixty-four")
    func many() throws {
        try withPlace { (place) throws in
            let names = (0..<1000).map { "\(place)/data/\($0)" }
            for name in names { mkdir(name, 0o755) }
            let lines = "ReadOnlyPaths=" + names.joined(separator: " ") + "\nLimitNOFILE=64:524288"
            let text =
                "[Service]\nType=oneshot\nStandardOutput=append:%t/out\n\(lines)\n"
                + "ExecStart=/bin/sh -c 'grep -c \(place) /proc/self/mountinfo; ulimit -Sn'\n"
            let supervisor = try RunningSupervisor(
                ["a.service": text],
                under: ["/usr/bin/prlimit", "--nofile=600:"]
            ) { mkdir($0.path + "/run", 0o755) }
            #expect(try supervisor.start("a").outcome == .done, "\(supervisor.log)")
            #expect(try Files.lines(supervisor.root.path + "/run/out") == ["1000", "64"])
        }
    }
}

extension String {
    fileprivate func write(to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        #expect(file >= 0 && Glibc.write(file, self, utf8.count) == utf8.count)
        close(file)
    }

    fileprivate var trimmed: String { String(prefix { $0 != " " }) }
}

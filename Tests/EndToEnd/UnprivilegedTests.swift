import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("Run by an ordinary user, a supervisor", .serialized)
struct UnprivilegedTests {
    static let user: UInt32 = 61_010
    static let stranger: UInt32 = 61_011

    private let programs: ProgramsForAnybody

    init() throws {
        programs = try ProgramsForAnybody(
            "supervisord",
            "supervisor-load",
            "supervisor-exec",
            "supervisorctl",
            "castellan-probe"
        )
    }

    private func supervisor(_ units: [String: String]) throws -> RunningSupervisor {
        try RunningSupervisor(
            units,
            under: ProgramsForAnybody.user(UnprivilegedTests.user),
            daemon: programs.path("supervisord")
        ) { root in
            for path in ["", "/etc", "/etc/castellan", "/etc/castellan/units"] {
                chown(root.path + path, UnprivilegedTests.user, UnprivilegedTests.user)
            }
            for name in units.keys {
                let path = root.path + "/etc/castellan/units/" + name
                chown(path, UnprivilegedTests.user, UnprivilegedTests.user)
            }
        }
    }

    private func client(_ user: UInt32, _ supervisor: RunningSupervisor, _ words: String...) throws
        -> Command.Outcome
    {
        let command = ProgramsForAnybody.user(user)
        return try Command.run(
            command[0],
            Array(command.dropFirst()) + [programs.path("supervisorctl"), "--root", supervisor.root.path]
                + words
        )
    }

    @Test("supervises as that user, with everything that needs no privilege")
    func supervises() throws {
        let supervisor = try supervisor([
            "own.service": """
            [Service]
            NoNewPrivileges=yes
            SystemCallFilter=@system-service
            LimitNOFILE=64
            Nice=5
            UMask=0027
            RuntimeDirectory=own
            StateDirectory=own
            Restart=always
            RestartSec=0
            ExecStart=\(programs.path("castellan-probe")) sleep
            """
        ])
        #expect(try supervisor.start("own").outcome == .done)
        let pid = try supervisor.runningPid("own")
        let status = try Files.processStatus(pid)
        let user = "\(UnprivilegedTests.user)"
        #expect(status["Uid"] == [user, user, user, user].joined(separator: " "))
        #expect(status["Groups"] == "")
        #expect(status["CapPrm"] == "0000000000000000")
        #expect(status["NoNewPrivs"] == "1")
        #expect(status["Seccomp"] == "2")
        #expect(status["Umask"] == "0027")
        #expect(
            try Files.lines("/proc/\(pid)/limits").contains { $0.hasPrefix("Max open files            64 ") }
        )
        #expect(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(pid)) == 5)
        for folder in ["run/own", "var/lib/own"] {
            var entry = stat()
            #expect(stat(supervisor.root.path + "/" + folder, &entry) == 0)
            #expect(entry.st_uid == UnprivilegedTests.user)
        }
        kill(pid, SIGKILL)
        let next = try supervisor.runningPid("own", otherThan: pid)
        #expect(next != pid)
        let records = try supervisor.history("own")
        #expect(records.filter { $0.command == .start }.map(\.pid) == [pid], "\(records)")
        #expect(try supervisor.stop("own").outcome == .done)
        #expect(!Files.exists(supervisor.root.path + "/run/own"))
        #expect(supervisor.stop() == 0)
    }

    @Test("installs a filter without being asked for no-new-privs, since the kernel demands it")
    func filter() throws {
        let supervisor = try supervisor([
            "filter.service": """
            [Service]
            SystemCallFilter=~@mount
            ExecStart=\(programs.path("castellan-probe")) sleep
            """
        ])
        #expect(try supervisor.start("filter").outcome == .done)
        let status = try Files.processStatus(try supervisor.runningPid("filter"))
        #expect(status["NoNewPrivs"] == "1")
        #expect(status["Seccomp"] == "2")
    }

    @Test("refuses with a sentence what it has no privilege for, and starts nothing")
    func refuses() throws {
        let cases = [
            ("User=daemon", "CAP_SETUID"), ("Group=daemon", "CAP_SETGID"), ("DynamicUser=yes", "CAP_SETUID"),
            ("SupplementaryGroups=daemon", "CAP_SETGID"), ("CapabilityBoundingSet=", "CAP_SETPCAP"),
            ("AmbientCapabilities=CAP_NET_BIND_SERVICE", "CAP_NET_BIND_SERVICE"),
            ("RootDirectory=/tmp", "CAP_SYS_CHROOT"), ("Nice=-5", "CAP_SYS_NICE"),
            ("SecureBits=noroot", "CAP_SETPCAP"), ("CPUSchedulingPolicy=fifo", "CAP_SYS_NICE"),
            ("IOSchedulingClass=realtime", "CAP_SYS_ADMIN"),
        ]
        var units: [String: String] = [:]
        for (index, (line, _)) in cases.enumerated() {
            units["r\(index).service"] =
                "[Service]\n\(line)\nExecStart=\(programs.path("castellan-probe")) sleep\n"
        }
        let supervisor = try supervisor(units)
        for (index, (line, missing)) in cases.enumerated() {
            let result = try supervisor.start("r\(index)")
            #expect(result.outcome == .refused, "\(line)")
            #expect(result.message.contains(missing), "\(line): \(result.message)")
            #expect(result.message.contains(line.prefix { $0 != "=" } + "="), "\(line): \(result.message)")
        }
        #expect(try supervisor.list().allSatisfy { $0.pid == nil })
    }

    @Test("runs what names its own user and group")
    func ownNames() throws {
        let user = UnprivilegedTests.user
        let supervisor = try supervisor([
            "own.service": """
            [Service]
            User=\(user)
            Group=\(user)
            ExecStart=\(programs.path("castellan-probe")) sleep
            """
        ])
        #expect(try supervisor.start("own").outcome == .done)
        let status = try Files.processStatus(try supervisor.runningPid("own"))
        #expect(status["Uid"]?.hasPrefix("\(user) ") == true)
    }

    @Test("is steered by its own user, and by nobody else but root")
    func steered() throws {
        let supervisor = try supervisor([
            "one.service": "[Service]\nExecStart=\(programs.path("castellan-probe")) sleep\n"
        ])
        let own = try client(UnprivilegedTests.user, supervisor, "start", "one")
        #expect(own.status == 0 && own.output == "one: started\n", "\(own)")
        for words in [["status"], ["stop", "one"], ["shutdown"]] {
            let command = ProgramsForAnybody.user(UnprivilegedTests.stranger)
            let refused = try Command.run(
                command[0],
                Array(command.dropFirst()) + [programs.path("supervisorctl"), "--root", supervisor.root.path]
                    + words
            )
            #expect(refused.status != 0, "\(words): \(refused)")
        }
        #expect(try supervisor.status("one").summary.state == .running)
        let stopped = try client(UnprivilegedTests.user, supervisor, "stop", "one")
        #expect(stopped.status == 0 && stopped.output == "one: stopped\n", "\(stopped)")
    }

    @Test("is found by its own user's client, which is not told where it is")
    func found() throws {
        let home = try ScratchFolder()
        let units = home.path + "/.config/castellan/units"
        for folder in ["", "/.config", "/.config/castellan", "/.config/castellan/units"] {
            mkdir(home.path + folder, 0o755)
        }
        try home.write(".config/castellan/units/mine.service", "[Service]\nExecStart=/bin/sleep 1000\n")
        for path in ["", "/.config", "/.config/castellan", "/.config/castellan/units"].map({ home.path + $0 })
            + [units + "/mine.service"]
        {
            chown(path, UnprivilegedTests.user, UnprivilegedTests.user)
        }
        let user = ProgramsForAnybody.user(UnprivilegedTests.user) + ["HOME=" + home.path]
        let pid = try RunningSupervisor.spawn(user + [programs.path("supervisord")], log: home.path + "/log")
        defer {
            var status: Int32 = 0
            kill(pid, SIGTERM)
            waitpid(pid, &status, 0)
        }
        func ask(_ words: String...) throws -> Command.Outcome {
            try Command.run(user[0], Array(user.dropFirst()) + [programs.path("supervisorctl")] + words)
        }
        let deadline = RunningSupervisor.now() + 20
        while try ask("start", "mine").output != "mine: started\n" {
            try #require(RunningSupervisor.now() < deadline)
            usleep(5_000)
        }
        #expect(try ask("status", "mine").output.hasPrefix("mine "))
        #expect(try ask("shutdown").status == 0)
    }

    @Test("takes a service's whole tree with it when it stops")
    func tree() throws {
        let mark = "castellan-unprivileged-\(getpid())"
        let supervisor = try supervisor([
            "tree.service": """
            [Service]
            TimeoutStopSec=500ms
            ExecStart=\(programs.path("castellan-probe")) echo \(mark) then daemonize then sleep
            """
        ])
        #expect(try supervisor.start("tree").outcome == .done)
        try supervisor.wait("the family") { try ProcessTreeTests.processes(with: mark).count == 2 }
        #expect(supervisor.stop() == 0)
        #expect(try ProcessTreeTests.processes(with: mark).isEmpty)
    }

    @Test(
        "keeps others of its user from looking into the helper that stands by, and lets it become the service"
    )
    func standby() throws {
        let supervisor = try supervisor([
            "web.service": """
            [Service]
            Restart=always
            RestartSec=0
            ExecStart=\(programs.path("castellan-probe")) sleep
            [Install]
            WantedBy=x.target

            """
        ])
        let main = try supervisor.runningPid("web")
        var helper: Int32?
        try supervisor.wait("a helper to stand by") {
            helper = try StandbyTests.waiting(supervisor).first
            return helper != nil
        }
        let standby = try #require(helper)
        var owner = stat()
        // The kernel gives to root what only root may look at.
        #expect(stat("/proc/\(standby)/environ", &owner) == 0 && owner.st_uid == 0)
        kill(main, SIGKILL)
        #expect(try supervisor.runningPid("web", otherThan: main) == standby)
        #expect(stat("/proc/\(standby)/environ", &owner) == 0 && owner.st_uid == UnprivilegedTests.user)
    }
}

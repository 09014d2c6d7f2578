import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A confined service, as the kernel sees it", .serialized)
struct ConfinedServiceTests {
    @Test("has every property of scheduling and of the process that its unit gives it")
    func properties() throws {
        let supervisor = try RunningSupervisor([
            "batch.service": """
            [Service]
            CPUSchedulingPolicy=batch
            CPUSchedulingResetOnFork=yes
            Nice=3
            IOSchedulingClass=idle
            TimerSlackNSec=77us
            CoredumpFilter=0x13
            Personality=x86
            OOMScoreAdjust=300
            ExecStart=\(RunningSupervisor.probe) sleep
            [X-Castellan]
            AutoStart=yes
            """,
            "fifo.service": """
            [Service]
            CPUSchedulingPolicy=fifo
            CPUSchedulingPriority=7
            IOSchedulingPriority=6
            ExecStart=\(RunningSupervisor.probe) sleep
            [X-Castellan]
            AutoStart=yes
            """,
        ])
        let batch = try supervisor.runningPid("batch")
        // The real-time priority, and the number of the policy.
        #expect(try ProcessStatistics(batch).policy == "0 3")
        #expect(try ProcessStatistics(batch).nice == "3")
        #expect(try Command.run("/usr/bin/ionice", ["-p", String(batch)]).output == "idle\n")
        #expect(try Files.text("/proc/\(batch)/timerslack_ns") == "77000\n")
        #expect(try Files.text("/proc/\(batch)/coredump_filter") == "00000013\n")
        #expect(try Files.text("/proc/\(batch)/personality") == "00000008\n")
        #expect(try Files.text("/proc/\(batch)/oom_score_adj") == "300\n")
        let fifo = try supervisor.runningPid("fifo")
        #expect(try ProcessStatistics(fifo).policy == "7 1")
        #expect(try Command.run("/usr/bin/ionice", ["-p", String(fifo)]).output == "best-effort: prio 6\n")
    }

    @Test("is what its unit says, field by field")
    func fields() throws {
        let supervisor = try RunningSupervisor([
            "web.service": """
            [Service]
            User=nobody
            Group=daemon
            SupplementaryGroups=games 12345
            CapabilityBoundingSet=
            NoNewPrivileges=yes
            SystemCallFilter=@system-service
            LimitNOFILE=100:200
            LimitCORE=0
            LimitCPU=1min
            Nice=5
            OOMScoreAdjust=100
            UMask=0027
            CPUAffinity=0
            WorkingDirectory=/usr
            Environment=A=1 "B=two words"
            UnsetEnvironment=SHELL
            IgnoreSIGPIPE=no
            ExecStart=\(RunningSupervisor.probe) sleep
            [X-Castellan]
            AutoStart=yes
            """
        ])
        let pid = try supervisor.runningPid("web")
        try expectPrivileges(of: pid)
        try expectLimits(of: pid)
        #expect(Files.link("/proc/\(pid)/cwd") == "/usr")
        #expect(Files.link("/proc/\(pid)/root") == "/")
        #expect(getsid(pid) == pid)
        #expect(try openDescriptors(of: pid) == [0, 1, 2])
        #expect(Files.link("/proc/\(pid)/fd/0") == "/dev/null")
        let shown = try supervisor.status("web")
        #expect(
            Set(try Files.strings("/proc/\(pid)/environ")) == [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "INVOCATION_ID=\(shown.invocation?.text ?? "")",
                "HOME=/nonexistent", "LOGNAME=nobody", "USER=nobody", "A=1", "B=two words",
            ]
        )
        #expect(shown.uid == 65534 && shown.gid == 1)
        #expect(
            shown.outcomes.contains {
                $0.directive == "SystemCallFilter" && $0.enforcement == .enforced(by: "seccomp")
            }
        )
    }

    private func expectPrivileges(of pid: Int32) throws {
        let status = try Files.processStatus(pid)
        #expect(status["Uid"] == "65534 65534 65534 65534")
        #expect(status["Gid"] == "1 1 1 1")
        #expect(status["Groups"] == "1 60 12345")
        for set in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
            #expect(status[set] == "0000000000000000", "\(set)")
        }
        #expect(status["NoNewPrivs"] == "1")
        #expect(status["Seccomp"] == "2")
        #expect(status["Umask"] == "0027")
        #expect(status["Cpus_allowed_list"] == "0")
        #expect(status["SigBlk"] == "0000000000000000")
        #expect(status["SigIgn"] == "0000000000000000")
    }

    private func expectLimits(of pid: Int32) throws {
        let limits = try Files.lines("/proc/\(pid)/limits")
        #expect(ConfinementComparison.values(of: "Max open files", in: limits) == "100 200")
        #expect(ConfinementComparison.values(of: "Max core file size", in: limits) == "0 0")
        #expect(ConfinementComparison.values(of: "Max cpu time", in: limits) == "60 60")
        #expect(try Files.text("/proc/\(pid)/oom_score_adj") == "100\n")
        #expect(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(pid)) == 5)
    }

    private func openDescriptors(of pid: Int32) throws -> [Int32] {
        var found: [Int32] = []
        for number in 0..<64 where !Files.link("/proc/\(pid)/fd/\(number)").isEmpty {
            found.append(Int32(number))
        }
        return found
    }

    @Test("may open as many files as its unit says, or as the supervisor might when it was started")
    func openFiles() throws {
        let supervisor = try RunningSupervisor(
            [
                "plain.service": "[Service]\nRestart=always\nRestartSec=0\nExecStart=/bin/sleep 1000\n",
                "own.service": "[Service]\nLimitNOFILE=2000:3000\nExecStart=/bin/sleep 1000\n",
            ],
            under: ["/usr/bin/prlimit", "--nofile=300:4000"]
        )
        func limit(of pid: pid_t) throws -> [Substring] {
            let line = try Files.lines("/proc/\(pid)/limits").first { $0.hasPrefix("Max open files") }
            return try #require(line).split(separator: " ").dropFirst(3).prefix(2).map { $0 }
        }
        #expect(try limit(of: supervisor.pid) == ["4000", "4000"], "the supervisor's own")
        #expect(try supervisor.start("own").outcome == .done)
        #expect(try limit(of: try supervisor.runningPid("own")) == ["2000", "3000"])
        #expect(try supervisor.start("plain").outcome == .done)
        let first = try supervisor.runningPid("plain")
        #expect(try limit(of: first) == ["300", "4000"])
        kill(first, SIGKILL)
        let second = try supervisor.runningPid("plain", otherThan: first)
        #expect(try limit(of: second) == ["300", "4000"])
        let names = ["LimitNOFILE", "LimitNOFILESoft"]
        let shown = try UnitProperties(try supervisor.ask(.properties(unit: "plain", names: names)))
        #expect(shown.properties.map(\.value) == ["4000", "300"])
    }

    @Test("starts although the supervisor may not ask for its limits")
    func unknownLimits() throws {
        let prlimit = "302"
        let supervisor = try RunningSupervisor(
            ["web.service": "[Service]\nExecStart=/bin/sleep 1000\n"],
            under: [RunningSupervisor.probe, "without-call", prlimit]
        )
        #expect(supervisor.log.contains("the limit on open files stays as it is: "))
        #expect(try supervisor.start("web").outcome == .done)
    }

    @Test("is denied a call of i386 too, by its own number and by that of a call that stands for many")
    func foreignCalls() throws {
        // getpid; socket; socketcall for socket and for connect; ipc for semget, in two versions.
        let calls = ["20 0", "359 1", "102 1", "102 3", "117 2", "117 0x10002"]
        let command =
            "ExecStart=\(RunningSupervisor.probe) -o %t/%p "
            + calls.map { "call32 \($0)" }.joined(separator: " then ")
        let job = "[Service]\nType=oneshot\n\(command)\n"
        let supervisor = try RunningSupervisor([
            "free.service": job,
            "held.service": job
                + "SystemCallArchitectures=native x86\nSystemCallFilter=~socket semget\nSystemCallErrorNumber=EUCLEAN\n",
        ])
        for unit in ["free", "held"] { #expect(try supervisor.start(unit).outcome == .done) }
        func answers(_ unit: String) throws -> [String] {
            try Files.lines(supervisor.root.path + "/run/" + unit).map {
                $0.split(separator: " ").last.map(String.init) ?? ""
            }
        }
        #expect(try answers("free") == ["ok", "EINVAL", "ok", "ENOTSOCK", "ENOENT", "ENOENT"])
        #expect(try answers("held") == ["ok", "EUCLEAN", "EUCLEAN", "ENOTSOCK", "EUCLEAN", "EUCLEAN"])
    }

    @Test("has no capability with User= and nothing else, and keeps exactly the ambient ones it asks for")
    func capabilities() throws {
        let supervisor = try RunningSupervisor([
            "plain.service":
                "[Service]\nUser=nobody\nExecStart=\(RunningSupervisor.probe) sleep\n[Install]\nWantedBy=x.target",
            "ambient.service": """
            [Service]
            User=nobody
            AmbientCapabilities=CAP_NET_BIND_SERVICE
            CapabilityBoundingSet=CAP_NET_BIND_SERVICE
            ExecStart=\(RunningSupervisor.probe) sleep
            [Install]
            WantedBy=x.target
            """,
        ])
        let plain = try Files.processStatus(try supervisor.runningPid("plain"))
        for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] {
            #expect(plain[set] == "0000000000000000", "\(set)")
        }
        #expect(plain["NoNewPrivs"] == "0")
        let ambient = try Files.processStatus(try supervisor.runningPid("ambient"))
        for set in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
            #expect(ambient[set] == "0000000000000400", "\(set)")
        }
    }

    @Test(
        "gets a user id of its own with DynamicUser=, never one that another unit has, and state it can write"
    )
    func dynamicUsers() throws {
        let unit = """
            [Service]
            DynamicUser=yes
            StateDirectory=%p
            ExecStart=/bin/sh -c 'echo $$(id -u) > $$STATE_DIRECTORY/uid; exec sleep infinity'
            [Install]
            WantedBy=x.target
            """
        let supervisor = try RunningSupervisor(["one.service": unit, "two.service": unit])
        var seen: Set<String> = []
        for name in ["one", "two"] {
            let uid =
                try Files.processStatus(try supervisor.runningPid(name))["Uid"]?.split(separator: " ").first
                ?? ""
            #expect((61184...65519).contains(Int(uid) ?? 0))
            #expect(seen.insert(String(uid)).inserted)
            try supervisor.wait("\(name)'s state") {
                (try? Files.text(supervisor.root.path + "/var/lib/\(name)/uid")) == "\(uid)\n"
            }
        }
    }

    @Test(
        "is never started with less than it asks for",
        arguments: [
            ("User=no-such-user", "user", 217), ("Group=no-such-group", "group", 216),
            ("WorkingDirectory=/no/such/place", "working-directory", 200),
            ("RootDirectory=/no/such/root", "root", 210),
        ]
    )
    func failingSteps(line: String, step: String, code: Int) throws {
        let supervisor = try RunningSupervisor([
            "bad.service":
                "[Service]\nType=exec\n\(line)\nExecStart=/bin/sh -c 'touch \("/tmp/castellan-must-not-exist")'\n"
        ])
        let result = try supervisor.start("bad")
        #expect(result.outcome == .failed)
        #expect(result.failedStep == step)
        let record = try #require(try supervisor.history("bad").last)
        #expect(record.status == .exited(UInt8(code)))
        #expect(record.failedStep == step)
        #expect(!Files.exists("/tmp/castellan-must-not-exist"))
    }

    @Test(
        "is refused when it asks for a restriction this version does not enforce, unless it says best-effort"
    )
    func unenforced() throws {
        let unit = "[Service]\nSELinuxContext=a\nExecStart=/bin/sleep infinity\n"
        let supervisor = try RunningSupervisor([
            "strict.service": unit, "lenient.service": unit + "[X-Castellan]\nEnforcement=best-effort\n",
            "typo.service": "[Service]\nNoNewPrivilege=yes\nExecStart=/bin/sleep infinity\n",
        ])
        let refused = try supervisor.start("strict")
        #expect(refused.outcome == .refused)
        #expect(refused.message.contains("SELinuxContext= is not enforced yet"))
        #expect(try supervisor.start("typo").message.contains("did you mean 'NoNewPrivileges'?"))
        #expect(try supervisor.start("lenient").outcome == .done)
        #expect(try supervisor.status("lenient").outcomes.contains { $0.enforcement == .notEnforcedYet })
    }
}

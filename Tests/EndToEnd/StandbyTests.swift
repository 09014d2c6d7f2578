import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A helper that stands by", .serialized)
struct StandbyTests {
    private func unit(_ lines: String = "", running command: String = "sleep") -> String {
        """
        [Service]
        User=nobody
        CapabilityBoundingSet=
        NoNewPrivileges=yes
        SystemCallFilter=@system-service
        LimitNOFILE=77
        LimitCORE=0
        UMask=0027
        Environment=WHO=first
        Restart=always
        RestartSec=0
        \(lines)
        ExecStart=\(RunningSupervisor.probe) \(command)
        [Install]
        WantedBy=x.target

        """
    }

    /// The pids of helpers of the supervisor that have prepared a launch and wait: they sleep in `read(2)`.
    static func waiting(_ supervisor: RunningSupervisor) throws -> [Int32] {
        let children = try Files.text("/proc/\(supervisor.pid)/task/\(supervisor.pid)/children")
        return children.split(separator: " ").compactMap { Int32($0) }.filter { pid in
            (try? Files.text("/proc/\(pid)/comm")) == "supervisor-exec\n"
                && (try? Files.text("/proc/\(pid)/syscall"))?.hasPrefix("0 0x3 ") == true
        }
    }

    @Test("leaves the helper that waits for orders as small as it was, however many it begins")
    func growth() throws {
        let supervisor = try RunningSupervisor(
            [
                "a.service": """
                [Unit]
                StartLimitIntervalSec=0
                [Service]
                Restart=always
                RestartSec=0
                ExecStart=/bin/true
                """
            ],
            settings: "[Manager]\nWarmHelpers=0\n"
        )
        func anonymous() throws -> Int {
            let children = try Files.text("/proc/\(supervisor.pid)/task/\(supervisor.pid)/children")
            // The first is the one that all others come from.
            let waiting = try #require(children.split(separator: " ").first)
            #expect(try Files.text("/proc/\(waiting)/comm") == "supervisor-exec\n")
            let line = try Files.lines("/proc/\(waiting)/smaps_rollup").first { $0.hasPrefix("Anonymous:") }
            return Int(try #require(line).filter(\.isNumber)) ?? .max
        }
        func waitForRestarts(_ count: UInt32) throws {
            try supervisor.wait("\(count) restarts") { try supervisor.status("a").summary.restarts >= count }
        }
        #expect(try supervisor.start("a").outcome == .done)
        try waitForRestarts(10)
        let before = try anonymous()
        try waitForRestarts(510)
        #expect(try anonymous() < before + 64, "kilobytes, after five hundred")
    }

    private func waitForOne(
        _ supervisor: RunningSupervisor,
        otherThan old: Int32? = nil,
        of unit: String? = nil
    ) throws -> Int32 {
        var found: Int32?
        try supervisor.wait("a helper to stand by") {
            found = try StandbyTests.waiting(supervisor).first { pid in
                try pid != old && unit.map { try isBorn(pid, in: $0) } ?? true
            }
            return found != nil
        }
        return try #require(found)
    }

    private func isBorn(_ pid: Int32, in unit: String) throws -> Bool {
        try Files.text("/proc/\(pid)/cgroup").contains("/\(unit).service/")
    }

    private func facts(_ pid: Int32) throws -> [String] {
        let wanted = ["Uid:", "Gid:", "Groups:", "Cap", "NoNewPrivs:", "Seccomp:", "Umask:", "Sig"]
        let status = try Files.text("/proc/\(pid)/status").split(separator: "\n").map(String.init)
        return status.filter { line in wanted.contains { line.hasPrefix($0) } }
            + [try Files.text("/proc/\(pid)/limits")]
    }

    private func variable(_ name: String, of pid: Int32) throws -> String? {
        try Files.bytes("/proc/\(pid)/environ").split(separator: 0).map {
            String(decoding: $0, as: UTF8.self)
        }
        .first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    @Test(
        "becomes the service that crashed, confined as that was, in a run of its own, and leaves nothing behind",
        arguments: [[], ProcessTreeTests.withoutCgroups]
    )
    func becomes(wrapper: [String]) throws {
        let supervisor = try RunningSupervisor(["web.service": unit()], under: wrapper)
        var main = try supervisor.runningPid("web")
        var runs: Set<String> = []
        for _ in 0..<3 {
            let before = try facts(main)
            runs.insert(try #require(try variable("INVOCATION_ID", of: main)))
            let helper = try waitForOne(supervisor)
            // The handler that can interrupt a helper goes with the exec.
            func lasting(_ facts: [String]) -> [String] { facts.filter { !$0.hasPrefix("SigCgt:") } }
            #expect(try lasting(facts(helper)) == lasting(before))
            kill(main, SIGKILL)
            let next = try supervisor.runningPid("web", otherThan: main)
            #expect(next == helper)
            #expect(try facts(next) == before)
            #expect(try variable("WHO", of: next) == "first")
            #expect(
                try Files.text("/proc/\(next)/cgroup") != Files.text("/proc/self/cgroup") || !wrapper.isEmpty
            )
            #expect(try supervisor.status("web").invocation?.text == variable("INVOCATION_ID", of: next))
            #expect(try supervisor.history("web").last?.pid == main)
            main = next
        }
        runs.insert(try #require(try variable("INVOCATION_ID", of: main)))
        #expect(runs.count == 4)
        let helper = try waitForOne(supervisor)
        #expect(try supervisor.stop("web").outcome == .done)
        try supervisor.wait("the helper to be gone") { kill(helper, 0) != 0 }
        #expect(try supervisor.status("web").summary.state == .stopped)
        #expect(supervisor.stop() == 0)
        #expect(!supervisor.log.contains("stays") && !supervisor.log.contains("Device or resource busy"))
    }

    @Test("is not taken for the service before it has found that the launch can be prepared")
    func tooEarly() throws {
        // A launch that makes a directory cannot be.
        let supervisor = try RunningSupervisor([
            "web.service":
                "[Unit]\nStartLimitIntervalSec=0\n[Service]\nStateDirectory=%N\nRestart=on-failure\nRestartSec=0\n"
                + "ExecStart=\(RunningSupervisor.probe) sleep\n"
        ])
        #expect(try supervisor.start("web").outcome == .done)
        var pid = try supervisor.runningPid("web")
        for _ in 0..<15 {
            // A reload lets it be tried again, in the next run.
            _ = try supervisor.ask(.reloadDaemon)
            kill(pid, SIGKILL)
            pid = try supervisor.runningPid("web", otherThan: pid)
            let group = try #require(try supervisor.status("web").controlGroup)
            let other = group.dropLast() + (group.hasSuffix("/0") ? "1" : "0") + "/cgroup.procs"
            // The service dies as soon as the helper is there, if it is seen at all.
            let deadline = RunningSupervisor.now() + 0.3
            while RunningSupervisor.now() < deadline {
                if let helpers = try? Files.text(String(other)), !helpers.isEmpty { break }
            }
            kill(pid, SIGKILL)
            pid = try supervisor.runningPid("web", otherThan: pid)
        }
        let ends = try supervisor.history("web").map(\.status)
        #expect(ends.count == 30)
        #expect(ends.allSatisfy { $0 == .signaled(.kill, coreDumped: false) })
    }

    @Test("is made anew when its unit is")
    func reload() throws {
        let supervisor = try RunningSupervisor(["web.service": unit()])
        let main = try supervisor.runningPid("web")
        let helper = try waitForOne(supervisor)
        let changed = unit().replacing("WHO=first", with: "WHO=second")
        try supervisor.root.write("etc/castellan/units/web.service", changed)
        _ = try supervisor.ask(.reloadDaemon)
        let other = try waitForOne(supervisor, otherThan: helper)
        kill(main, SIGKILL)
        #expect(try supervisor.runningPid("web", otherThan: main) == other)
        #expect(try variable("WHO", of: other) == "second")
    }

    @Test("is passed over when the account files have changed since")
    func accounts() throws {
        let user = "castellan-standby"
        let supervisor = try RunningSupervisor(
            ["web.service": unit().replacing("User=nobody", with: "User=\(user)\nGroup=65534")],
            shadowing: ["/etc/passwd": "passwd"]
        ) { root in
            try root.write("passwd", "root:x:0:0::/:/bin/sh\n\(user):x:64901:65534::/:/bin/sh\n")
        }
        let main = try supervisor.runningPid("web")
        let helper = try waitForOne(supervisor)
        try supervisor.root.write("passwd", "root:x:0:0::/:/bin/sh\n\(user):x:64902:65534::/:/bin/sh\n")
        kill(main, SIGKILL)
        let next = try supervisor.runningPid("web", otherThan: main)
        #expect(next != helper)
        #expect(try Files.text("/proc/\(next)/status").contains("Uid:\t64902\t64902\t64902\t64902"))
    }

    @Test("that is killed or stopped by somebody else keeps no service from coming back")
    func disturbed() throws {
        let supervisor = try RunningSupervisor(["web.service": unit()])
        let first = try supervisor.runningPid("web")
        let killed = try waitForOne(supervisor)
        kill(killed, SIGKILL)
        try supervisor.wait("its end") { kill(killed, 0) != 0 }
        kill(first, SIGKILL)
        let second = try supervisor.runningPid("web", otherThan: first)
        let stopped = try waitForOne(supervisor)
        kill(stopped, SIGSTOP)
        kill(second, SIGKILL)
        #expect(try supervisor.runningPid("web", otherThan: second) == stopped)
    }

    @Test(
        "is not there for a launch that depends on what it finds, or that may not wait",
        arguments: [
            "EnvironmentFile=-/etc/castellan-no-such-file", "WorkingDirectory=/tmp", "DynamicUser=yes\nUser=",
            "StandardOutput=append:/dev/null", "RuntimeDirectory=castellan-standby", "SystemCallFilter=~read",
            "SecureBits=noroot", "SetCredential=a:b", "LimitNPROC=9", "KillMode=process", "Restart=no",
            "RestartSec=100ms",
        ]
    )
    func unfit(lines: String) throws {
        let supervisor = try RunningSupervisor([
            "web.service": unit(lines), "fit.service": unit(),
        ])
        let first = try supervisor.runningPid("web")
        let fit = try supervisor.runningPid("fit")
        // What the other unit would have is prepared before the second one of this.
        let helper = try waitForOne(supervisor, of: "fit")
        kill(fit, SIGKILL)
        #expect(try supervisor.runningPid("fit", otherThan: fit) == helper)
        _ = try waitForOne(supervisor, otherThan: helper, of: "fit")
        #expect(try StandbyTests.waiting(supervisor).count == 1)
        guard !lines.hasPrefix("Restart") else { return }
        kill(first, SIGKILL)
        _ = try supervisor.runningPid("web", otherThan: first)
    }

    @Test("is there for as many units as the settings say, those that crashed last")
    func limit() throws {
        let names = ["a", "b", "c"]
        let supervisor = try RunningSupervisor(
            Dictionary(uniqueKeysWithValues: names.map { ("\($0).service", unit()) }),
            settings: "[Manager]\nWarmHelpers=1\n"
        )
        for name in names + names {
            let main = try supervisor.runningPid(name)
            kill(main, SIGKILL)
            let next = try supervisor.runningPid(name, otherThan: main)
            try supervisor.wait("one helper, for \(name)") {
                let helpers = try StandbyTests.waiting(supervisor)
                guard let helper = helpers.first, helpers.count == 1 else { return false }
                return try isBorn(helper, in: name)
            }
            kill(next, SIGKILL)
            _ = try supervisor.runningPid(name, otherThan: next)
        }
    }
}

import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A supervised service", .serialized)
struct SupervisedServiceTests {
    @Test("comes back when it is killed, with a record of the end")
    func respawn() throws {
        let supervisor = try RunningSupervisor([
            "web.service": """
            [Service]
            User=nobody
            ExecStart=\(RunningSupervisor.probe) sleep
            Restart=on-failure
            RestartSec=0
            LimitCORE=0
            [Install]
            WantedBy=x.target
            """
        ])
        let first = try supervisor.runningPid("web")
        kill(first, SIGSEGV)
        let second = try supervisor.runningPid("web", otherThan: first)
        #expect(second != first)
        let records = try supervisor.history("web")
        #expect(records.map(\.pid) == [first])
        #expect(records[0].status == .signaled(.segmentationFault, coreDumped: false))
        #expect(records[0].uid == 65534)
        #expect(records[0].result == .signal)
        #expect(try supervisor.status("web").summary.restarts == 1)
        #expect(try supervisor.stop("web").outcome == .done)
        #expect(kill(second, 0) != 0)
        #expect(try supervisor.history("web").last?.requestedBy?.hasPrefix("uid 0 (pid ") == true)
        #expect(try supervisor.start("nope").outcome == .noSuchUnit)
    }

    @Test("runs its commands in systemd's order, with systemd's variables")
    func order() throws {
        let supervisor = try RunningSupervisor([
            "job.service": """
            [Service]
            ExecCondition=/bin/sh -c 'echo condition >> %T/order'
            ExecStartPre=/bin/sh -c 'echo pre >> %T/order'
            ExecStartPre=-/bin/false
            ExecStart=/bin/sh -c 'echo start >> %T/order; exec sleep infinity'
            ExecStartPost=/bin/sh -c 'echo post $$MAINPID >> %T/order'
            ExecReload=/bin/sh -c 'echo reload >> %T/order'
            ExecStop=/bin/sh -c 'echo stop >> %T/order'
            ExecStopPost=/bin/sh -c 'echo stoppost $$SERVICE_RESULT $$EXIT_CODE $$EXIT_STATUS >> %T/order'
            """.replacing("%T", with: "/tmp/castellan-order-\(getpid())")
        ])
        let folder = "/tmp/castellan-order-\(getpid())"
        mkdir(folder, 0o777)
        defer {
            unlink(folder + "/order")
            rmdir(folder)
        }
        #expect(try supervisor.start("job").outcome == .done)
        let pid = try supervisor.runningPid("job")
        let reload = try UnitResults(try supervisor.ask(.reload(UnitCommand(units: ["job"])))).results
        #expect(reload.map(\.outcome) == [.done])
        #expect(try supervisor.stop("job").outcome == .done)
        let wanted = [
            "condition", "pre", "start", "post \(pid)", "reload", "stop", "stoppost success killed TERM",
        ]
        #expect(Set(try Files.lines(folder + "/order")) == Set(wanted))
        let lines = try Files.lines(folder + "/order").filter { $0 != "start" }
        #expect(lines == wanted.filter { $0 != "start" })
        #expect(try supervisor.history("job").count == 8)
    }

    @Test("gives up when it is started too often, and says so")
    func startLimit() throws {
        let supervisor = try RunningSupervisor([
            "loop.service": """
            [Unit]
            StartLimitIntervalSec=60
            StartLimitBurst=3
            [Service]
            ExecStart=/bin/false
            Restart=always
            RestartSec=0
            [Install]
            WantedBy=x.target
            """
        ])
        try supervisor.wait("the start limit") { try supervisor.status("loop").summary.state == .fatal }
        let status = try supervisor.status("loop")
        #expect(status.summary.result == .startLimitHit)
        #expect(status.why.hasPrefix("start limit hit: more than 3 starts within 1 min"))
        #expect(try supervisor.history("loop").count == 3)
    }

    @Test("leaves no process behind, not even one that fled into a session of its own")
    func leftovers() throws {
        let supervisor = try RunningSupervisor([
            "tree.service": """
            [Service]
            ExecStart=\(RunningSupervisor.probe) daemonize then sleep
            """
        ])
        #expect(try supervisor.start("tree").outcome == .done)
        let main = try supervisor.runningPid("tree")
        let group = try #require(try supervisor.status("tree").controlGroup)
        var members: [Int32] = []
        try supervisor.wait("the child that flees") {
            members = try Files.lines(group + "/cgroup.procs").compactMap { Int32($0) }
            return members.contains { $0 != main && getsid($0) != getsid(main) }
        }
        #expect(try supervisor.stop("tree").outcome == .done)
        // The orphan is a zombie until the daemon has reaped it.
        try supervisor.wait("the end of all of them") { members.allSatisfy { kill($0, 0) != 0 } }
        #expect(!Files.exists(group))
    }

    @Test("outlives the killing of what its ExecStartPre= left behind")
    func leftoversOfPreparation() throws {
        let supervisor = try RunningSupervisor([
            "web.service":
                "[Service]\nExecStartPre=/bin/sh -c 'sleep 1000 & exit 0'\nExecStart=/bin/sleep infinity\n"
        ])
        #expect(try supervisor.start("web").outcome == .done)
        let main = try supervisor.runningPid("web")
        let group = try #require(try supervisor.status("web").controlGroup)
        #expect(try Files.lines(group + "/cgroup.procs") == [String(main)])
        // A process that the kernel kills at its birth is gone before the daemon hears of anything else.
        #expect(try supervisor.history("web").map(\.command) == [.startPre])
        #expect(try supervisor.stop("web").outcome == .done)
    }

    @Test("is stopped even when the stop comes before its helper has entered its cgroup")
    func stopAtOnce() throws {
        let supervisor = try RunningSupervisor([
            "web.service": "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sleep infinity\n"
        ])
        let connection = try ControlConnection(supervisor.control)
        for _ in 0..<20 {
            try connection.send(Request.start(UnitCommand(units: ["web"])).call().encoded())
            try connection.send(Request.stop(UnitCommand(units: ["web"])).call().encoded())
            _ = try connection.receive()
            let reply = try #require(try connection.receive())
            #expect(String(decoding: reply, as: UTF8.self).contains(#""outcome":"done""#))
        }
        #expect(supervisor.stop() == 0)
    }

    @Test("ends with its supervisor, which exits 0 and leaves no cgroup and no socket")
    func shutdown() throws {
        let supervisor = try RunningSupervisor([
            "web.service": "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=x.target"
        ])
        let pid = try supervisor.runningPid("web")
        let group = try #require(try Files.lines("/proc/\(pid)/cgroup").first { $0.hasPrefix("0::") })
            .dropFirst(3)
        #expect(supervisor.stop() == 0, "\(supervisor.log)")
        #expect(kill(pid, 0) != 0)
        #expect(!Files.exists(supervisor.control))
        #expect(!Files.exists("/sys/fs/cgroup/unified\(group)") && !Files.exists("/sys/fs/cgroup\(group)"))
    }

    @Test("is kept in sight after its file went for as long as it has failed, or a process of it lives")
    func withoutFile() throws {
        let supervisor = try RunningSupervisor([
            "bad.service": "[Service]\nExecStart=/bin/false\n",
            "spared.service": "[Service]\nKillMode=none\nExecStart=/bin/sleep 1000\n",
        ])
        _ = try supervisor.start("bad")
        try supervisor.wait("the failure") { try supervisor.status("bad").summary.activeState == "failed" }
        #expect(try supervisor.start("spared").outcome == .done)
        let pid = try supervisor.runningPid("spared")
        #expect(try supervisor.stop("spared").outcome == .done)
        for name in ["bad", "spared"] {
            unlink(supervisor.root.path + "/etc/castellan/units/\(name).service")
        }
        _ = try supervisor.ask(.reloadDaemon)
        #expect(try supervisor.list().map(\.name).sorted() == ["bad.service", "spared.service"])
        #expect(try supervisor.status("bad").summary.result == .exitCode)
        #expect(try supervisor.status("bad").needsReload == false)
        #expect(try supervisor.start("bad").outcome == .noSuchUnit)
        #expect(try supervisor.start("spared").outcome == .noSuchUnit)
        let reset = try UnitResults(try supervisor.ask(.resetFailed(units: ["bad"]))).results
        #expect(reset.map(\.unit) == ["bad.service"])
        #expect(kill(pid, SIGKILL) == 0)
        try supervisor.wait("both to be forgotten") { try supervisor.list().isEmpty }
    }

    @Test("that waits for its restart is no reason for its supervisor to end twice")
    func shutdownInRestart() throws {
        let supervisor = try RunningSupervisor([
            "web.service": "[Service]\nExecStart=/bin/false\nRestart=always\nRestartSec=1h\n"
        ])
        _ = try supervisor.start("web")
        try supervisor.wait("the restart to be due") {
            try supervisor.status("web").why.contains("restart")
        }
        #expect(supervisor.stop() == 0)
        #expect(supervisor.log.split(separator: "\n").count { $0.hasSuffix("all units stopped") } == 1)
    }

    @Test("is loaded, changed and forgotten by a reload; a broken file is told with its place")
    func reload() throws {
        let supervisor = try RunningSupervisor(["a.service": "[Service]\nExecStart=/bin/sleep 1000\n"])
        #expect(try supervisor.start("a").outcome == .done)
        let pid = try supervisor.runningPid("a")
        try supervisor.root.write("etc/castellan/units/a.service", "[Service]\nExecStart=/bin/sleep 2000\n")
        try supervisor.root.write(
            "etc/castellan/units/b.service",
            "[Service]\nUser=\u{7}\nExecStart=/bin/true\n"
        )
        let report = try ReloadReport(try supervisor.ask(.reloadDaemon))
        #expect(report.added == ["b.service"] && report.changed == ["a.service"] && report.removed.isEmpty)
        #expect(report.diagnostics.contains { $0.location?.line == 2 && $0.severity == .error })
        #expect(try supervisor.status("a").summary.pid == pid)
        unlink(supervisor.root.path + "/etc/castellan/units/a.service")
        #expect(try ReloadReport(try supervisor.ask(.reloadDaemon)).removed == ["a.service"])
        #expect(try supervisor.status("a").summary.loadState == "not-found")
        #expect(try supervisor.stop("a").outcome == .done)
        #expect(throws: ControlError.self) { try supervisor.status("a") }
    }
}

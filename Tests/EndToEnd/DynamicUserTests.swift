import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A user id that is leased", .serialized)
struct DynamicUserTests {
    private let dynamic =
        "[Service]\nDynamicUser=yes\nStateDirectory=%N\nExecStart=\(RunningSupervisor.probe) sleep\n"

    private func user(of pid: Int32) throws -> UInt32 {
        var status = stat()
        #expect(stat("/proc/\(pid)", &status) == 0)
        return status.st_uid
    }

    @Test("is not another unit's own, whichever of them is there first")
    func statically() throws {
        let supervisor = try RunningSupervisor(["web.service": dynamic])
        #expect(try supervisor.start("web").outcome == .done)
        let leased = try user(of: try supervisor.runningPid("web"))
        #expect(Identity.dynamicRange.contains(leased))
        try supervisor.root.write(
            "etc/castellan/units/static.service",
            "[Service]\nUser=\(leased)\nExecStart=\(RunningSupervisor.probe) sleep\n"
        )
        _ = try supervisor.ask(.reloadDaemon)
        let refused = try supervisor.start("static")
        #expect(refused.outcome == .failed && refused.failedStep == "user", "\(refused)")
        #expect(refused.message.contains("is leased to a unit with DynamicUser="))
        #expect(try supervisor.stop("web").outcome == .done)
        #expect(try supervisor.start("static").outcome == .done)
        #expect(try supervisor.start("web").outcome == .done)
        #expect(try user(of: try supervisor.runningPid("web")) != leased)
    }

    @Test("stays the unit's own over restarts, whatever of its processes waits to be reaped")
    func restarted() throws {
        let supervisor = try RunningSupervisor([
            "web.service": dynamic + "Restart=always\nRestartSec=0\n[Unit]\nStartLimitIntervalSec=0\n",
            // Many orphans, whose ends come one by one.
            "tree.service":
                "[Unit]\nStartLimitIntervalSec=0\n[Service]\nDynamicUser=yes\nRestart=always\nRestartSec=0\n"
                + "ExecStart=/bin/sh -c 'for i in 1 2 3 4 5 6 7 8 9; do sleep 1000 & done; exec sleep 1000'\n",
        ])
        for unit in ["web", "tree"] {
            #expect(try supervisor.start(unit).outcome == .done)
            var pid = try supervisor.runningPid(unit)
            let leased = try user(of: pid)
            for _ in 0..<20 {
                kill(pid, SIGKILL)
                pid = try supervisor.runningPid(unit, otherThan: pid)
                #expect(try user(of: pid) == leased)
            }
        }
    }

    @Test("is none that a process has for any of its ids")
    func owned() throws {
        let supervisor = try RunningSupervisor(["web.service": dynamic])
        #expect(try supervisor.start("web").outcome == .done)
        let leased = try user(of: try supervisor.runningPid("web"))
        #expect(try supervisor.stop("web").outcome == .done)
        let script = "import os,time;os.setresuid(1000,\(leased),0);print('done',flush=True);time.sleep(1000)"
        let log = supervisor.root.path + "/other"
        let other = try RunningSupervisor.spawn(["/usr/bin/python3", "-c", script], log: log)
        defer {
            kill(other, SIGKILL)
            waitpid(other, nil, 0)
        }
        try supervisor.wait("the other process") { try Files.text(log) == "done\n" }
        #expect(try supervisor.start("web").outcome == .done)
        #expect(try user(of: try supervisor.runningPid("web")) != leased)
    }

    @Test("does not come to another unit whose name leads to it, over the supervisor's own end")
    func recycled() throws {
        let units = ["u8.service": dynamic, "u44.service": dynamic]
        let first = try RunningSupervisor(units)
        #expect(try first.start("u8").outcome == .done)
        let leased = try user(of: try first.runningPid("u8"))
        #expect(try first.stop("u8").outcome == .done)
        #expect(first.stop() == 0)
        let second = try RunningSupervisor(at: first.root)
        #expect(try second.start("u44").outcome == .done)
        #expect(try user(of: try second.runningPid("u44")) != leased)
        #expect(try second.start("u8").outcome == .done)
        #expect(try user(of: try second.runningPid("u8")) == leased)
    }
}

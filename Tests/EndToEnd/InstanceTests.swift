import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("An instance of a template", .serialized)
struct InstanceTests {
    private let units = [
        "a.service": "[Unit]\nDescription=old\n[Service]\nExecStart=/bin/sleep 1000\n",
        "t@.service": "[Service]\nExecStart=/bin/sleep %i\n",
        "bad@.service": "[Service]\nUsr=x\nExecStart=/bin/sleep %i\n",
    ]

    @Test("is loaded when it is first asked for, and nothing else is with it")
    func onDemand() throws {
        let supervisor = try RunningSupervisor(units)
        try supervisor.root.write(
            "etc/castellan/units/a.service",
            "[Unit]\nDescription=new\n[Service]\nExecStart=/bin/sleep 1000\n"
        )
        #expect(try supervisor.start("t@1000").outcome == .done)
        #expect(supervisor.log.contains("has t@1000.service loaded"))
        #expect(try supervisor.status("a").summary.description == "old")
        #expect(try supervisor.list().map(\.name) == ["a.service", "t@1000.service"])
        let pid = try supervisor.runningPid("t@1000")
        // What is at work stays over a reload, under the new definition.
        try supervisor.root.write(
            "etc/castellan/units/t@.service",
            "[Unit]\nDescription=%i\n[Service]\nExecStart=/bin/sleep %i\n"
        )
        let report = try ReloadReport(try supervisor.ask(.reloadDaemon))
        #expect(report.changed == ["a.service", "t@1000.service"] && report.removed.isEmpty)
        #expect(try supervisor.status("t@1000").summary.pid == pid)
        #expect(try supervisor.status("t@1000").summary.description == "1000")
        #expect(try supervisor.stop("t@1000").outcome == .done)
        #expect(try ReloadReport(try supervisor.ask(.reloadDaemon)).removed == ["t@1000.service"])
    }

    @Test("that failed is still to be seen after a reload, until it is reset")
    func failed() throws {
        let supervisor = try RunningSupervisor(["f@.service": "[Service]\nExecStart=/bin/false\n"])
        _ = try supervisor.start("f@1")
        try supervisor.wait("its failure") { try supervisor.status("f@1").summary.activeState == "failed" }
        #expect(try ReloadReport(try supervisor.ask(.reloadDaemon)).removed.isEmpty)
        #expect(try supervisor.status("f@1").summary.result == .exitCode)
        _ = try supervisor.ask(.resetFailed(units: ["f@1"]))
        #expect(try ReloadReport(try supervisor.ask(.reloadDaemon)).removed == ["f@1.service"])
        #expect(try supervisor.list().isEmpty)
    }

    @Test("that cannot be started, or is of no template, leaves nothing behind")
    func refused() throws {
        let supervisor = try RunningSupervisor(units)
        let bad = try supervisor.start("bad@1")
        #expect(bad.outcome == .refused && bad.message.contains("did you mean 'User'"), "\(bad)")
        #expect(try supervisor.start("no@1").outcome == .noSuchUnit)
        #expect(try supervisor.list().map(\.name) == ["a.service"])
        let files = try Files.names("/proc/\(supervisor.pid)/fd").count
        for number in 0..<5 { _ = try supervisor.start("bad@\(number)") }
        // The daemon closes a client's connection a moment after the client.
        try supervisor.wait("its descriptors to be as few as before") {
            try Files.names("/proc/\(supervisor.pid)/fd").count <= files
        }
    }
}

import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A stop", .serialized)
struct StopTests {
    /// More than are launched at once.
    private let many = Dictionary(
        uniqueKeysWithValues: (0..<40).map {
            ("u\($0).service", "[Service]\nExecStart=/bin/sleep 1000\nTimeoutStopSec=10\n")
        }
    )

    @Test("that overtakes launches makes them not happen, instead of killing them when its time is over")
    func overtakes() throws {
        let supervisor = try RunningSupervisor(many)
        let client = try ControlConnection(supervisor.control)
        let start = Request.start(UnitCommand(units: ["all"], wait: false)).call().encoded()
        try client.send(start + Request.stop(UnitCommand(units: ["all"])).call().encoded())
        _ = try client.receive()
        let stopped = try #require(try client.receive()).map { $0 }
        #expect(!String(decoding: stopped, as: UTF8.self).contains("failed"))
        #expect(try supervisor.list().allSatisfy { $0.state == .stopped && $0.result == .success })
        for name in many.keys {
            let ends = try supervisor.history(name).map(\.status)
            #expect(!ends.contains(.signaled(.kill, coreDumped: false)))
        }
    }

    @Test("of the supervisor lets nothing begin that was asked for meanwhile")
    func instancesDuringShutdown() throws {
        let supervisor = try RunningSupervisor([
            "slow.service": "[Service]\nExecStart=/bin/sleep 1000\nExecStop=/bin/sleep 1\n",
            "t@.service": "[Service]\nExecStart=/bin/sleep 1000\n",
        ])
        #expect(try supervisor.start("slow").outcome == .done)
        // The instance is being compiled when the end is asked for.
        let client = try ControlConnection(supervisor.control)
        try client.send(Request.start(UnitCommand(units: ["t@1"])).call().encoded())
        let other = try ControlConnection(supervisor.control)
        try other.send(Request.shutdown.call().encoded())
        let answer = try client.receive().map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(answer.contains("ShuttingDown"), "\(answer)")
        #expect(supervisor.waitForEnd() == 0)
    }

    @Test("that ends with the supervisor is still told to who waits for it")
    func toldAtTheEnd() throws {
        let supervisor = try RunningSupervisor([
            "slow.service": "[Service]\nExecStart=/bin/sleep 1000\nExecStop=/bin/sleep 1\n"
        ])
        #expect(try supervisor.start("slow").outcome == .done)
        let client = try ControlConnection(supervisor.control)
        try client.send(Request.stop(UnitCommand(units: ["slow"])).call().encoded())
        let other = try ControlConnection(supervisor.control)
        _ = try other.ask(.shutdown)
        let answer = try client.receive().map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(answer.contains(#""outcome":"done""#), "\(answer)")
        #expect(supervisor.waitForEnd() == 0)
    }

    @Test("that is asked for twice waits for no command, not even for one that begins after it")
    func hurried() throws {
        let supervisor = try RunningSupervisor([
            "slow.service": """
            [Service]
            ExecStart=/bin/sleep 1000
            ExecStop=/bin/sleep 1000
            ExecStop=/bin/sleep 1000
            ExecStopPost=/bin/sleep 1000
            TimeoutStopSec=infinity
            """
        ])
        #expect(try supervisor.start("slow").outcome == .done)
        kill(supervisor.pid, SIGTERM)
        try supervisor.wait("the first command") { try supervisor.status("slow").controlPid != nil }
        kill(supervisor.pid, SIGTERM)
        #expect(supervisor.waitForEnd() == 0)
    }
}

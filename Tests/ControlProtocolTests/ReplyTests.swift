import ControlProtocol
import ServiceModel
import Testing
import Wire

@Suite("Replies")
struct ReplyTests {
    private func reread(continues: Bool = false, _ body: (inout JSONWriter) -> Void) throws -> JSONValue {
        var frame = VarlinkReply.encode(continues: continues, body)
        #expect(frame.removeLast() == 0)
        let reply = try VarlinkReply(frame: frame, limit: 1 << 20)
        #expect(reply.error == nil)
        #expect(reply.continues == continues)
        return reply.parameters
    }

    @Test("come back as they were written, full and bare")
    func roundTrips() throws {
        let list = UnitList(units: [Samples.summary, UnitSummary(name: "b.service")], unmatched: ["c"])
        #expect(try UnitList(reread(list.encode)) == list)
        for status in [Samples.status, UnitStatus(summary: UnitSummary(name: "b.service"))] {
            #expect(try UnitReply(reread(UnitReply(status).encode)).unit == status)
        }
        let results = UnitResults([Samples.result, UnitResult(unit: "b", outcome: .noSuchUnit)])
        #expect(try UnitResults(reread(continues: true, results.encode)) == results)
        let bare = ExitRecord(
            unit: "b",
            invocation: .none,
            command: .cleanUp,
            pid: 1,
            status: .exited(255)
        )
        let history = ExitHistory([Samples.record, bare])
        #expect(try ExitHistory(reread(history.encode)) == history)
        let properties = UnitProperties([UnitProperty(name: "MainPID", value: "0")])
        #expect(try UnitProperties(reread(properties.encode)) == properties)
        let paths = UnitPaths(fragmentPath: "/a", dropInPaths: ["/b"])
        #expect(try UnitPaths(reread(paths.encode)) == paths)
    }

    @Test("of the daemon itself come back as they were written")
    func daemonRoundTrips() throws {
        var report = ReloadReport()
        report.added = ["a"]
        report.changed = ["b"]
        report.removed = ["c"]
        report.diagnostics = Samples.status.diagnostics
        #expect(try ReloadReport(reread(report.encode)) == report)
        var version = DaemonVersion(version: "0.1", pid: 1, uid: 0, startedAt: WallTime(microseconds: 9))
        version.available = ["seccomp"]
        version.unavailable = ["namespaces"]
        #expect(try DaemonVersion(reread(version.encode)) == version)
    }

    @Test(
        "carry errors with what they are about",
        arguments: [
            ControlError.methodNotFound(method: "a.B"), .interfaceNotFound(interface: "a"),
            .invalidParameter("n"),
            .noSuchUnit("web"), .permissionDenied(required: .operate), .tooManyClients, .shuttingDown,
            .failed(message: "out of descriptors"),
        ]
    )
    func errors(_ error: ControlError) throws {
        var frame = VarlinkReply.encode(error)
        #expect(frame.removeLast() == 0)
        #expect(try VarlinkReply(frame: frame, limit: 1000).error == error)
    }

    @Test("keep a sentence of an error this build does not know")
    func unknownError() {
        let error = ControlError(name: "io.castellan.Supervisor.New", parameters: .null)
        #expect(error == .failed(message: "the daemon answered io.castellan.Supervisor.New"))
    }

    @Test("name the member that is not what the interface says")
    func invalidMembers() throws {
        let status = try JSONReader.parse(
            Array(#"{"unit":{"name":"a","description":"","loadState":3}}"#.utf8),
            limits: JSONLimits(size: 1000)
        )
        #expect(throws: InvalidField("loadState")) { try UnitReply(status) }
        #expect(throws: InvalidField("results")) { try UnitResults(.object([])) }
        let nested = try JSONReader.parse(
            Array(#"{"severity":"error","message":"","location":{"file":"a","line":"1"}}"#.utf8),
            limits: JSONLimits(size: 1000)
        )
        #expect(throws: InvalidField("location.line")) { try Diagnostic(nested) }
    }
}

import ControlProtocol
import ServiceModel
import Testing
import Wire

@Suite("Judging calls")
struct RequestTests {
    static let samples: [Request] = [
        .getInfo,
        .getInterfaceDescription(interface: "io.castellan.Supervisor"),
        .listUnits(patterns: ["web-*"], all: false),
        .getUnit(name: "web"),
        .properties(unit: "web", names: ["ActiveState"]),
        .unitFiles(unit: "web"),
        .history(HistoryQuery(unit: "web", since: WallTime(microseconds: 5), failedOnly: true, limit: 3)),
        .history(HistoryQuery()),
        .version,
        .start(UnitCommand(units: ["a", "b"], wait: false, ignoresDependencies: true)),
        .stop(UnitCommand(units: ["a"])),
        .restart(UnitCommand(units: ["a"])),
        .reload(UnitCommand(units: ["a"])),
        .signal(SignalCommand(units: ["a"], signal: .hangup, target: .all)),
        .resetFailed(units: []),
        .reloadDaemon,
        .shutdown,
    ]

    @Test("are the same on both sides of the wire", arguments: samples)
    func roundTrip(_ request: Request) throws {
        var frame = request.call(wantsMore: true).encoded()
        #expect(frame.removeLast() == 0)
        let call = try VarlinkCall(frame: frame)
        #expect(call.wantsMore)
        #expect(try Request(call) == request)
    }

    @Test("cover every method")
    func everyMethod() {
        #expect(Set(RequestTests.samples.map(\.method)) == Set(Method.allCases))
    }

    private func refusal(_ json: String) -> ControlError? {
        do {
            _ = try Request(try VarlinkCall(frame: Array(json.utf8)))
            return nil
        } catch let error as ControlError {
            return error
        } catch {
            Issue.record("not a call: \(error)")
            return nil
        }
    }

    @Test("names the method it does not know")
    func unknownMethod() {
        #expect(
            refusal(#"{"method":"io.castellan.Supervisor.Explode"}"#)
                == .methodNotFound(method: "io.castellan.Supervisor.Explode")
        )
        #expect(refusal(#"{"method":"ListUnits"}"#) == .methodNotFound(method: "ListUnits"))
    }

    @Test(
        "names the parameter that is missing, mistyped, misspelt or out of range",
        arguments: [
            (#"{"method":"io.castellan.Supervisor.GetUnit"}"#, "name"),
            (#"{"method":"io.castellan.Supervisor.GetUnit","parameters":{"name":1}}"#, "name"),
            (#"{"method":"io.castellan.Supervisor.GetUnit","parameters":{"name":null}}"#, "name"),
            (#"{"method":"io.castellan.Supervisor.GetUnit","parameters":{"name":"a","nmae":"b"}}"#, "nmae"),
            (#"{"method":"io.castellan.Supervisor.Start","parameters":{"units":["a",2]}}"#, "units"),
            (
                #"{"method":"io.castellan.Supervisor.Start","parameters":{"units":[],"ignoreDependencys":true}}"#,
                "ignoreDependencys"
            ),
            (
                #"{"method":"io.castellan.Supervisor.Signal","parameters":{"units":["a"],"signal":0}}"#,
                "signal"
            ),
            (
                #"{"method":"io.castellan.Supervisor.Signal","parameters":{"units":["a"],"signal":65}}"#,
                "signal"
            ),
            (
                #"{"method":"io.castellan.Supervisor.Signal","parameters":{"units":["a"],"signal":1,"whom":"me"}}"#,
                "whom"
            ),
            (#"{"method":"io.castellan.Supervisor.History","parameters":{"limit":-1}}"#, "limit"),
            (#"{"method":"io.castellan.Supervisor.Shutdown","parameters":{"now":true}}"#, "now"),
        ]
    )
    func invalidParameter(_ json: String, _ name: String) {
        #expect(refusal(json) == .invalidParameter(name))
    }

    @Test("treats null and absence alike, and waits by default")
    func defaults() throws {
        let json =
            #"{"method":"io.castellan.Supervisor.Start","parameters":{"wait":null,"units":["a"]},"more":null}"#
        let call = try VarlinkCall(frame: Array(json.utf8))
        #expect(!call.wantsMore)
        #expect(
            try Request(call) == .start(UnitCommand(units: ["a"], wait: true, ignoresDependencies: false))
        )
    }

    @Test(
        "throws on what is no call at all",
        arguments: [
            "", "{}", "[]", "1", #"{"method":1}"#, #"{"method":"a","parameters":[]}"#,
            #"{"method":"a","more":1}"#,
        ]
    )
    func broken(_ json: String) {
        #expect(throws: WireError.self) { try VarlinkCall(frame: Array(json.utf8)) }
    }

    @Test("lets viewers look, operators act, and administrators change")
    func permissions() {
        #expect(Permission.role(for: .listUnits) == .view)
        #expect(Permission.role(for: .signal) == .operate)
        #expect(Permission.role(for: .shutdown) == .administer)
        #expect(Role.view < .operate && .operate < .administer)
    }
}

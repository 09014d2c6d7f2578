import ControlProtocol
import Testing

@testable import ControlClient

@Suite("What is said")
struct OutputTests {
    @Test("carries no order for a terminal, whatever units are called")
    func harmless() {
        #expect(
            String(decoding: Output.harmless("a\u{1B}[2Jb\u{9B}c\u{7F}\td日"), as: UTF8.self)
                == "a?[2Jb?c?\td日"
        )
    }

    @Test("keeps the progress line narrower than the window")
    func progress() {
        #expect(Progress.line("stopping redis", 4, columns: 80) == "stopping redis… 4 s")
        #expect(Progress.line("stopping redis", 4, columns: 12) == "stoppi… 4 s")
    }

    @Test(
        "about a daemon that cannot be reached is Supervisor's line, with its exit status",
        arguments: [
            (2, "status", 4, "unix:///x no such file"), (2, "start", 7, "unix:///x no such file"),
            (111, "start", 4, "unix:///x refused connection"),
            (2, "shutdown", 1, "ERROR: unix:///x no such file (already shut down?)"),
            (13, "status", 4, "unix:///x: permission denied"),
        ] as [(Int32, String, Int32, String)]
    )
    func unreachable(errno: Int32, command: String, status: Int32, line: String) {
        let failure = FailureText.failure(
            DaemonLink.Failure.unreachable("/x", errno: errno),
            command: command,
            control: "/x"
        )
        #expect(failure.status == status)
        #expect(failure.message.split(separator: "\n").first.map(String.init) == line)
    }

    @Test("about a refusal names the right that is missing")
    func refused() {
        let failure = FailureText.failure(
            DaemonLink.Failure.refused(.permissionDenied(required: .operate)),
            command: "start",
            control: "/x"
        )
        #expect(failure.status == 4)
        #expect(failure.message == "Error: permission denied: 'start' is for who may operate units here")
        let again = FailureText.failure(
            DaemonLink.Failure.refused(.shuttingDown),
            command: "shutdown",
            control: "/x"
        )
        #expect(again.status == 0)
        #expect(again.message == "ERROR: already shutting down")
    }

    @Test("about a command that is not known suggests one that is")
    func unknown() {
        #expect(FailureText.unknown(command: "bogus").message == "*** Unknown syntax: bogus")
        #expect(FailureText.unknown(command: "bogus").status == 1)
        #expect(FailureText.unknown(command: "strat").message.hasSuffix("did you mean 'start'?"))
        #expect(FailureText.unknown(command: "tail").status == 3)
    }

    @Test("of list-units stands in columns as wide as what is in them")
    func table() {
        var unit = UnitSummary(name: "a-rather-long-name.service")
        (unit.loadState, unit.activeState, unit.subState) = ("loaded", "active", "running")
        unit.description = "A unit"
        #expect(
            StatusCommands.table([unit]) == [
                "UNIT                        LOAD    ACTIVE  SUB      DESCRIPTION",
                "a-rather-long-name.service  loaded  active  running  A unit",
            ]
        )
    }
}

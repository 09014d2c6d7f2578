import ControlProtocol
import Glibc
import ServiceModel
import Testing

@testable import ControlClient

@Suite("A line of status")
struct StatusRowTests {
    private func summary(_ name: String, _ state: SupervisorState) -> UnitSummary {
        var summary = UnitSummary(name: name)
        summary.state = state
        return summary
    }

    @Test("is Supervisor's, column by column")
    func running() {
        var unit = summary("grp@a1.service", .running)
        unit.pid = 18659
        unit.uptime = 829
        #expect(
            StatusRow.line(unit, width: 33).plain
                == "grp@a1                           RUNNING   pid 18659, uptime 0:13:49"
        )
    }

    @Test("gives the reason of a failure, and the trailing blanks of a start")
    func others() {
        var fatal = summary("missing.service", .fatal)
        fatal.reason = "it broke"
        #expect(StatusRow.line(fatal, width: 10).plain == "missing   FATAL     it broke")
        #expect(StatusRow.line(summary("slow.service", .starting), width: 10).plain == "slow      STARTING  ")
        #expect(
            StatusRow.line(summary("manual.service", .stopped), width: 10).plain
                == "manual    STOPPED   Not started"
        )
    }

    @Test("tells when a unit stopped in the reader's own time")
    func stopped() {
        setenv("TZ", "UTC", 1)
        tzset()
        var unit = summary("baduser.service", .exited)
        unit.since = WallTime(microseconds: 1_763_850_120_000_000)
        #expect(StatusRow.line(unit, width: 10).plain == "baduser   EXITED    Nov 22 10:22 PM")
    }

    @Test(
        "counts days apart from hours",
        arguments: [
            (0, "0:00:00"), (829, "0:13:49"), (86399, "23:59:59"), (90061, "1 day, 1:01:01"),
            (172_800, "2 days, 0:00:00"),
        ] as [(UInt64, String)]
    )
    func uptime(seconds: UInt64, text: String) {
        #expect(StatusRow.uptime(seconds) == text)
    }

    @Test("is at least 33 columns wide to the state, and three more than the longest name")
    func width() {
        #expect(StatusRow.width([]) == 33)
        let name = String(repeating: "n", count: 40)
        #expect(StatusRow.width([UnitSummary(name: name + ".service")]) == 43)
    }
}

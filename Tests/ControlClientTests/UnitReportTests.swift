import ControlProtocol
import ServiceModel
import Testing

@testable import ControlClient

@Suite("Everything about one unit")
struct UnitReportTests {
    private static let now: UInt64 = 1_795_453_200_000_000

    private var crashed: UnitStatus {
        var summary = UnitSummary(name: "web.service")
        summary.description = "The web"
        summary.loadState = "loaded"
        summary.activeState = "activating"
        summary.subState = "auto-restart"
        summary.restarts = 4
        var status = UnitStatus(summary: summary)
        status.why = "the main process was killed by SIGSEGV, core dumped; restart 5 in 2 s"
        status.startLimit = 5
        status.recentStarts = 5
        var record = ExitRecord(
            unit: "web.service",
            invocation: .none,
            command: .start,
            pid: 412,
            status: .signaled(.segmentationFault, coreDumped: true)
        )
        record.endedAt = WallTime(microseconds: UnitReportTests.now - 3_200_000)
        status.lastRecord = record
        return status
    }

    private func line(_ name: String, of status: UnitStatus) -> String? {
        UnitReport(status, now: UnitReportTests.now).lines.map(\.plain)
            .first { $0.drop { $0 == " " }.hasPrefix(name + ": ") }
            .map { String($0.drop { $0 == " " }.dropFirst(name.count + 2)) }
    }

    @Test("tells the last exit in words, with its age and the restarts that are left")
    func lastExit() {
        #expect(
            line("Last exit", of: crashed)
                == "killed by SIGSEGV, core dumped, 3 s ago, restart 4 of 5; ExecStart=, pid 412"
        )
    }

    @Test("counts only the restarts of the limit's interval against the limit")
    func laterInterval() {
        var status = crashed
        status.summary.restarts = 17
        status.recentStarts = 2
        #expect(line("Last exit", of: status)?.contains("restart 2 of 5;") == true)
        status.startLimit = 0
        #expect(line("Last exit", of: status)?.contains("restart 17;") == true)
    }

    @Test("says why")
    func why() {
        #expect(
            line("Why", of: crashed)
                == "the main process was killed by SIGSEGV, core dumped; restart 5 in 2 s"
        )
        #expect(line("State", of: crashed) == "activating (auto-restart)")
    }

    @Test("sets what is requested beside what holds")
    func outcomes() {
        var status = crashed
        status.outcomes = [
            DirectiveOutcome(
                directive: "User",
                requested: "nobody",
                enforcement: .enforced(by: "uid"),
                location: nil
            ),
            DirectiveOutcome(
                directive: "ProtectSystem",
                requested: "strict",
                enforcement: .notEnforcedYet,
                location: nil
            ),
        ]
        #expect(
            UnitReport(status, now: UnitReportTests.now).lines.map(\.plain).suffix(3) == [
                "   Requested and enforced:", "     User=nobody           enforced by uid",
                "     ProtectSystem=strict  not enforced yet",
            ]
        )
        func heading() -> String? {
            UnitReport(status, now: UnitReportTests.now).lines.map(\.plain).first {
                $0.hasPrefix("   Requested")
            }
        }
        status.changedSinceStart = true
        #expect(heading() == "   Requested, and what will hold from its next start on:")
        status.summary.loadState = "refused"
        #expect(heading() == "   Requested, and what would hold if it could be started:")
    }

    @Test("says what the unit's processes cannot do")
    func denials() {
        var status = crashed
        status.denied = ["gain any capability", "exceed LimitNOFILE=64"]
        #expect(
            UnitReport(status, now: UnitReportTests.now).lines.map(\.plain).suffix(3) == [
                "   Its processes cannot:", "     gain any capability", "     exceed LimitNOFILE=64",
            ]
        )
    }

    @Test(
        "tells an age as people say it",
        arguments: [
            (0, "0 s"), (119, "119 s"), (120, "2 min"), (7199, "119 min"), (7200, "2 h"), (172_800, "2 days"),
        ] as [(UInt64, String)]
    )
    func ages(seconds: UInt64, text: String) {
        #expect(RecordText.age(seconds * 1_000_000) == text)
    }
}

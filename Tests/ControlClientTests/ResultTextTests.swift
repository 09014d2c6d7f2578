import ControlProtocol
import Testing

@testable import ControlClient

@Suite("What became of a unit")
struct ResultTextTests {
    struct Golden: Sendable {
        let outcome: UnitResult.Outcome
        let done: String
        let line: String
        let status: Int32?
    }

    static let table: [Golden] = [
        Golden(outcome: .done, done: "started", line: "web: started", status: nil),
        Golden(outcome: .done, done: "stopped", line: "web: stopped", status: nil),
        Golden(outcome: .done, done: "signalled", line: "web: signalled", status: nil),
        Golden(outcome: .queued, done: "started", line: "web: asked to be started", status: nil),
        Golden(outcome: .alreadyDone, done: "started", line: "web: ERROR (already started)", status: nil),
        Golden(outcome: .alreadyDone, done: "stopped", line: "web: ERROR (not running)", status: nil),
        Golden(outcome: .notApplicable, done: "signalled", line: "web: ERROR (not running)", status: 7),
        Golden(outcome: .noSuchUnit, done: "started", line: "web: ERROR (no such process)", status: 1),
        Golden(outcome: .failed, done: "started", line: "web: ERROR (abnormal termination)", status: 7),
        Golden(outcome: .cancelled, done: "started", line: "web: ERROR (cancelled)", status: 1),
        Golden(outcome: .refused, done: "started", line: "web: ERROR (refused)", status: 1),
        Golden(outcome: .masked, done: "started", line: "web: ERROR (masked)", status: 1),
        Golden(outcome: .skipped, done: "started", line: "web: skipped (a condition said no)", status: nil),
    ]

    @Test("is Supervisor's line and exit status", arguments: table)
    func lines(golden: Golden) {
        let text = ResultText(UnitResult(unit: "web.service", outcome: golden.outcome), done: golden.done)
        #expect(text.line == golden.line)
        #expect(text.status == golden.status)
    }

    @Test("has a line for every outcome")
    func complete() {
        #expect(Set(ResultTextTests.table.map(\.outcome)) == Set(UnitResult.Outcome.allCases))
    }

    @Test(
        "tells a program that cannot be executed from a launch that failed otherwise",
        arguments: [
            ("executable", 2, "(no such file)", 1), ("execute", 13, "(file is not executable)", 1),
            ("execute", 8, "(spawn error)", 7), ("user", 2, "(spawn error)", 7),
        ] as [(String, Int32, String, Int32)]
    )
    func launchFailures(step: String, errno: Int32, words: String, status: Int32) {
        var result = UnitResult(unit: "web.service", outcome: .failed)
        result.failedStep = step
        result.failedErrno = errno
        let text = ResultText(result, done: "started")
        #expect(text.line == "web: ERROR \(words)")
        #expect(text.status == status)
    }

    @Test("decides the exit status by the last failure, as Supervisor has it")
    func lastFailureCounts() {
        func text(_ outcome: UnitResult.Outcome) -> ResultText {
            ResultText(UnitResult(unit: "a", outcome: outcome), done: "started")
        }
        #expect(ResultText.exitStatus([text(.done), text(.alreadyDone)]) == 0)
        #expect(ResultText.exitStatus([text(.failed), text(.noSuchUnit), text(.done)]) == 1)
        #expect(ResultText.exitStatus([text(.noSuchUnit), text(.failed)]) == 7)
    }

    @Test("tells a restart's stop first, unless there was nothing to restart")
    func restart() {
        var result = UnitResult(unit: "web.service", outcome: .done)
        #expect(ResultText.stopLine(result) == "web: ERROR (not running)")
        result.wasActive = true
        #expect(ResultText.stopLine(result) == "web: stopped")
        #expect(ResultText.stopLine(UnitResult(unit: "web", outcome: .noSuchUnit)) == nil)
    }
}

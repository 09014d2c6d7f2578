import LaunchProtocol
import ServiceModel
import Supervision
import Testing

@testable import DaemonCore

@Suite("Why a unit is in its state")
struct ExplanationTests {
    private func sentence(
        _ reason: Reason,
        requester: String? = nil,
        failure: LaunchFailureDetail? = nil,
        startedItself: Bool = false
    ) -> String {
        Explanation(
            reason: reason,
            now: Instant(microseconds: 1_000_000),
            launchFailures: failure.map { [other, $0] } ?? [],
            requester: requester,
            startedItself: startedItself,
            errnoText: { "errno \($0)" }
        ).sentence
    }

    /// Of a command whose failure is ignored.
    private let other = LaunchFailureDetail(
        token: ProcessToken(rawValue: 0),
        command: CommandReference(.startPre),
        step: .executable,
        errno: 2,
        detail: "/no/such"
    )

    @Test("is said in one sentence, with what a reader needs")
    func sentences() {
        let killed = Cause.mainEnded(.signaled(.segmentationFault, coreDumped: true))
        #expect(sentence(.because(.requested(.start)), startedItself: true) == "started with the supervisor")
        #expect(sentence(.because(.requested(.start))) == "started by request")
        #expect(
            sentence(.because(.requested(.stop)), requester: "uid 0 (pid 9)")
                == "stopped by request of uid 0 (pid 9)"
        )
        #expect(
            sentence(.restarting(after: killed, restart: 2, at: Instant(microseconds: 1_400_000)))
                == "the main process was killed by SIGSEGV, core dumped; restart 2 in 400 ms"
        )
        #expect(
            sentence(.because(.startLimitHit(burst: 5, interval: .seconds(10))))
                == "start limit hit: more than 5 starts within 10 s; 'reset-failed' lifts it"
        )
    }

    @Test("names the launch step that failed, its exit status and its subject")
    func launchStep() {
        let token = ProcessToken(rawValue: 1)
        let detail = LaunchFailureDetail(
            token: token,
            command: CommandReference(.start),
            step: .user,
            errno: 3,
            detail: "no user 'nginx'"
        )
        let reason = Reason.because(
            .launchFailed(CommandReference(.start), LaunchFailure(step: LaunchStep.user.rawValue, errno: 3))
        )
        #expect(
            sentence(reason, failure: detail)
                == "launch step 'user' of ExecStart= failed (217): no user 'nginx': errno 3"
        )
    }

    @Test(
        "shows spans as people say them",
        arguments: [
            (0, "0 ms"), (999_999, "999 ms"), (61_000_000, "1 min 1 s"), (3_600_000_000, "1 h"),
            (.max, "infinity"),
        ]
            as [(UInt64, String)]
    )
    func spans(microseconds: UInt64, text: String) {
        #expect(Explanation.text(TimeSpan(microseconds: microseconds)) == text)
    }
}

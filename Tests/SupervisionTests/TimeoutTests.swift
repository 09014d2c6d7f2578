import ServiceModel
import Supervision
import Testing

@Suite("Timeouts of the start")
struct TimeoutTests {
    @Test("every command of the start has TimeoutStartSec= for itself")
    func perCommand() {
        let policy = ServicePolicy(.condition, .startPre, .start, .startPost, startup: .exec).with {
            $0.timeoutStart = .seconds(10)
        }
        var story = Story(policy)
        story.tell(.start, gives: ["begin", "launch 1 condition", "wake in 10000"])
        story.tell(
            .exit(1, 0),
            after: 9000,
            gives: ["record 1 condition 0 success", "sweep", "launch 2 startPre", "wake in 10000"]
        )
        story.tell(
            .exit(2, 0),
            after: 9000,
            gives: ["record 2 startPre 0 success", "sweep", "launch 3 start", "wake in 10000"]
        )
        story.tell(.executed(3), after: 9000, gives: ["launch 4 startPost", "wake in 10000"])
        story.tell(
            .exit(4, 0),
            after: 9000,
            gives: ["record 4 startPost 0 success", "start done", "no wake"]
        )
    }

    @Test(
        "a command that takes longer fails the start and is ended",
        arguments: [CommandKind.condition, .startPre, .start, .startPost]
    )
    func tooLong(kind: CommandKind) {
        let kinds: [CommandKind] = [.condition, .startPre, .start, .startPost]
        var story = Story(ServicePolicy(.condition, .startPre, .start, .startPost, .stop, startup: .exec))
        story.policy.timeoutStart = .seconds(10)
        story.tell(.start)
        for (index, earlier) in kinds.enumerated() {
            let token = UInt32(index + 1)
            if earlier == kind {
                story.tell(
                    .time,
                    after: 10_000,
                    gives: ["start failed: timeout", "signal all SIGTERM", "wake in 90000"]
                )
                break
            }
            story.tell(earlier == .start ? .executed(token) : .exit(token, 0))
        }
        story.expect("stop-sigterm", .timeout)
        #expect(story.machine.explanation == .because(.commandTimedOut(CommandReference(kind))))
    }

    @Test("an infinite start timeout arms nothing")
    func infinite() {
        var story = Story(ServicePolicy(.start, startup: .oneshot).with { $0.timeoutStart = .infinity })
        story.tell(.start, gives: ["begin", "launch 1 start"])
        #expect(story.machine.state.deadline == .never)
    }
}

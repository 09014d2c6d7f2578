import ServiceModel
import Supervision
import Testing

@Suite("The start limit")
struct StartLimitTests {
    @Test("five starts in ten seconds, then give up and say so; after the window it starts again")
    func givesUp() {
        var story = Story.running(
            ServicePolicy(.start).with {
                $0.restart = .onFailure
                $0.restartDelay = .zero
            }
        )
        for token in 1...4 as ClosedRange<UInt32> {
            story.tell(.exit(token, 1))
            story.tell(.emptied, gives: ["end", "begin", "launch \(token + 1) start"])
            story.tell(.accepted(token + 1))
        }
        story.tell(.exit(5, 1))
        story.tell(.emptied, gives: ["end", "no wake"])
        story.expect("failed", .startLimitHit)
        #expect(story.machine.explanation == .because(.startLimitHit(burst: 5, interval: .seconds(10))))
        #expect(story.machine.restartCount == 4)
        story.tell(.start, after: 10_000, gives: ["start failed: start-limit-hit"])
        story.tell(.start, after: 1, gives: ["begin", "launch 6 start", "wake in 90000"])
    }

    @Test("starts by request count, and reset-failed forgets them")
    func requested() {
        var story = Story(ServicePolicy(.start).with { $0.startLimitBurst = 2 })
        for token in 1...2 as ClosedRange<UInt32> {
            story.tell(.start)
            story.tell(.accepted(token))
            story.tell(.exit(token, 0))
            story.tell(.emptied)
            story.expect("dead", .success)
        }
        story.tell(.start, gives: ["start failed: start-limit-hit"])
        story.expect("failed", .startLimitHit)
        story.tell(.resetFailed, gives: [])
        story.expect("dead", .success)
        #expect(story.machine.explanation == .because(.failureReset))
        story.tell(.start, gives: ["begin", "launch 3 start", "wake in 90000"])
    }

    @Test("a restart by request stops the service, and then the limit holds for its start")
    func restart() {
        var story = Story.running(ServicePolicy(.start).with { $0.startLimitBurst = 1 })
        story.tell(.restart)
        story.tell(.exit(1, 0))
        story.tell(.emptied, gives: ["end", "restart failed: start-limit-hit", "no wake"])
        story.expect("failed", .startLimitHit)
    }

    @Test("an interval or a burst of zero is no limit", arguments: [true, false])
    func off(interval: Bool) {
        var story = Story(
            ServicePolicy(.start, startup: .oneshot).with {
                if interval { $0.startLimitInterval = .zero } else { $0.startLimitBurst = 0 }
            }
        )
        for token in 1...50 as ClosedRange<UInt32> {
            story.tell(.start)
            story.tell(.exit(token, 0))
            story.tell(.emptied)
            story.expect("dead", .success)
        }
    }

    @Test("forgetting a failure changes nothing about a service that is up")
    func resetWhileRunning() {
        var story = Story.running()
        story.tell(.resetFailed, gives: [])
        story.expect("running")
    }
}

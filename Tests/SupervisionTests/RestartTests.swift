import ServiceModel
import Supervision
import Testing

@Suite("Restarting")
struct RestartTests {
    private static let restarting = ServicePolicy(.start).with {
        $0.restart = .always
        $0.restartDelay = .milliseconds(400)
    }

    @Test("a service that fails comes back after its delay, not a microsecond before")
    func delayed() {
        var story = Story.running(RestartTests.restarting)
        story.tell(
            .exit(1, 3),
            gives: ["record 1 start 3 exit-code", "signal all SIGTERM", "watch empty", "wake in 90000"]
        )
        story.tell(.emptied, gives: ["end", "wake in 400"])
        story.expect("auto-restart", .exitCode)
        #expect(story.machine.nextRestart == story.now + .milliseconds(400))
        let cause = Cause.mainEnded(.exited(3))
        let due = story.now + .milliseconds(400)
        #expect(story.machine.explanation == .restarting(after: cause, restart: 1, at: due))
        var early = story
        early.now = Instant(microseconds: due.microseconds - 1)
        early.tell(.time, gives: ["wake in 0"])
        early.expect("auto-restart")
        story.tell(.time, after: 400, gives: ["begin", "launch 2 start", "wake in 90000"])
        story.tell(.accepted(2), gives: ["no wake"])
        #expect(story.machine.explanation == .restarted(after: cause, restart: 1))
        #expect(story.machine.restartCount == 1)
    }

    @Test("without a delay it comes back within the same event")
    func atOnce() {
        var story = Story.running(RestartTests.restarting.with { $0.restartDelay = .zero })
        story.tell(.exit(1, 3))
        story.tell(.emptied, gives: ["end", "begin", "launch 2 start"])
    }

    @Test("a stop during the delay gives the restart up")
    func stopped() {
        var story = Story.running(RestartTests.restarting)
        story.tell(.exit(1, 3))
        story.tell(.emptied)
        story.tell(.stop, gives: ["stop done", "no wake"])
        story.expect("dead", .success)
        #expect(story.machine.explanation == .because(.requested(.stop)))
    }

    @Test("a start during the delay waits it out; a restart does not")
    func startAndRestart() {
        var waiting = Story.running(RestartTests.restarting)
        waiting.tell(.exit(1, 3))
        waiting.tell(.emptied)
        var hurrying = waiting
        waiting.tell(.start, after: 100, gives: [])
        waiting.tell(.time, after: 300, gives: ["begin", "launch 2 start", "wake in 90000"])
        waiting.tell(.accepted(2), gives: ["start done", "no wake"])
        hurrying.tell(.restart, after: 100, gives: ["begin", "launch 2 start", "wake in 90000"])
        hurrying.tell(.accepted(2), gives: ["restart done", "no wake"])
        #expect(hurrying.machine.restartCount == 0)
    }

    @Test("what somebody stopped or restarted is not restarted on top of it")
    func requested() {
        var story = Story.running(RestartTests.restarting)
        story.tell(.stop)
        story.tell(.exit(1, 3))
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("failed", .exitCode)
    }

    @Test("a stop while a failed service is on its way down keeps it down")
    func stopWhileFailing() {
        var story = Story.running(RestartTests.restarting)
        story.tell(.exit(1, 3))
        story.tell(.stop, gives: [])
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("failed", .exitCode)
    }

    @Test("a start while a failed service is on its way down joins the restart it is due for")
    func startWhileFailing() {
        var story = Story.running(RestartTests.restarting)
        story.tell(.exit(1, 3))
        story.tell(.start, gives: [])
        story.tell(.emptied, gives: ["end", "wake in 400"])
        story.tell(.time, after: 400)
        story.tell(.accepted(2), gives: ["start done", "no wake"])
    }

    @Test("a start that fails is retried by the same rules, without a job")
    func failedStart() {
        var story = Story(RestartTests.restarting.with { $0.startup = .exec })
        story.tell(.start)
        story.tell(
            .exit(1, 203),
            gives: [
                "record 1 start 203 exit-code", "start failed: exit-code", "signal all SIGTERM",
                "watch empty",
            ]
        )
        story.tell(.emptied, gives: ["end", "wake in 400"])
        story.tell(.time, after: 400, gives: ["begin", "launch 2 start", "wake in 90000"])
        story.tell(.executed(2), gives: ["no wake"])
    }

    @Test("a requested start counts restarts anew, an automatic one goes on counting")
    func counting() {
        var story = Story.running(RestartTests.restarting.with { $0.restartDelay = .zero })
        for count in 1...3 as ClosedRange<UInt32> {
            story.tell(.exit(count, 1))
            story.tell(.emptied)
            story.tell(.accepted(count + 1))
            #expect(story.machine.restartCount == count)
        }
        story.tell(.stop)
        story.tell(.exit(4, 0))
        story.tell(.emptied)
        // Still to be seen until somebody starts it again.
        #expect(story.machine.restartCount == 3)
        story.tell(.start)
        #expect(story.machine.restartCount == 0)
    }

    @Test("directories are removed before a restart, or kept until the service stays down")
    func cleanUp() {
        let policy = ServicePolicy(.start, .cleanUp).with { $0.restart = .always }
        var removing = Story.running(policy)
        removing.tell(.exit(1, 1))
        removing.tell(.emptied, gives: ["launch 2 cleanUp"])
        removing.tell(.exit(2, 0), gives: ["record 2 cleanUp 0 success", "end", "wake in 100"])

        var keeping = Story.running(policy.with { $0.cleansUpBeforeRestart = false })
        keeping.tell(.exit(1, 1))
        keeping.tell(.emptied, gives: ["wake in 100"])
        keeping.expect("auto-restart")
        var given = keeping
        keeping.tell(.time, after: 100, gives: ["end", "begin", "launch 2 start", "wake in 90000"])
        // Given up: the run is closed by the removal it was spared.
        given.tell(.stop, gives: ["launch 2 cleanUp", "wake in 90000"])
        given.tell(.exit(2, 0), gives: ["record 2 cleanUp 0 success", "end", "stop done", "no wake"])
    }

    @Test("the start limit ends a series of restarts, also what was kept for the next")
    func limitAfterKeeping() {
        let policy = ServicePolicy(.start, .cleanUp).with {
            $0.restart = .always
            $0.cleansUpBeforeRestart = false
            $0.startLimitBurst = 1
        }
        var story = Story.running(policy)
        story.tell(.exit(1, 1))
        story.tell(.emptied, gives: ["wake in 100"])
        story.tell(.time, after: 100, gives: ["launch 2 cleanUp", "wake in 90000"])
        story.tell(.exit(2, 0), gives: ["record 2 cleanUp 0 success", "end", "no wake"])
        story.expect("failed", .startLimitHit)
    }
}

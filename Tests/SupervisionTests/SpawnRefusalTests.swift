import ServiceModel
import Supervision
import Testing

@Suite("A spawn that is refused")
struct SpawnRefusalTests {
    @Test("is tried again after 100 ms, doubled to 2 s, for ever, with a new token each time")
    func backsOff() {
        var story = Story(ServicePolicy(.start).with { $0.timeoutStart = .seconds(1) })
        story.tell(.start, gives: ["begin", "launch 1 start", "wake in 1000"])
        var token: UInt32 = 1
        for pause in [100, 200, 400, 800, 1600, 2000, 2000, 2000] as [UInt64] {
            story.tell(.refused(token), gives: ["wake in \(pause)"])
            story.expect("start", .success)
            let at = story.now + .milliseconds(pause)
            #expect(story.machine.explanation == .retryingSpawn(CommandReference(.start), at: at))
            token += 1
            // The time spent waiting is not the service's: its start timeout begins with the launch.
            story.tell(.time, after: pause, gives: ["launch \(token) start", "wake in 1000"])
        }
        story.tell(.accepted(token), gives: ["start done", "no wake"])
    }

    @Test("never fails the service, however often")
    func neverFinal() {
        var story = Story(ServicePolicy(.start).with { $0.startLimitBurst = 1 })
        story.tell(.start)
        for token in 1...1000 as ClosedRange<UInt32> {
            story.tell(.refused(token))
            story.tell(.time, after: 2000)
        }
        story.expect("start", .success)
        story.tell(.accepted(1001), gives: ["start done", "no wake"])
    }

    @Test("leaves no record, for there was no process")
    func noRecord() {
        var story = Story()
        story.tell(.start)
        story.tell(.refused(1), gives: ["wake in 100"])
        story.tell(.exit(1, 0), gives: [])
        #expect(story.machine.mainProcess == nil)
    }

    @Test("does not hold a stop up")
    func stopped() {
        var story = Story()
        story.tell(.start)
        story.tell(.refused(1))
        story.tell(.stop, gives: ["start cancelled", "signal all SIGTERM", "watch empty", "wake in 90000"])
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("dead", .success)
    }

    @Test("that was on its way when the stop came ends it as well as an exit")
    func stoppedBefore() {
        var story = Story()
        story.tell(.start)
        story.tell(.stop, gives: ["start cancelled", "signal all SIGTERM"])
        story.tell(.refused(1), gives: ["watch empty"])
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
    }

    @Test("for a stop command is tried again only within the stop timeout")
    func stopCommand() {
        var story = Story.running(ServicePolicy(.start, .stop).with { $0.timeoutStop = .milliseconds(250) })
        story.tell(.stop, gives: ["launch 2 stop", "wake in 250"])
        story.tell(.refused(2), gives: ["wake in 100"])
        story.tell(.time, after: 100, gives: ["launch 3 stop", "wake in 150"])
        story.tell(.refused(3), gives: [])
        story.tell(.time, after: 150, gives: ["signal all SIGTERM", "wake in 250"])
        story.expect("stop-sigterm", .timeout)
    }

    @Test("for a reload waits while the service runs on, until the service ends")
    func reload() {
        var story = Story.running(ServicePolicy(.start, .reload))
        story.tell(.reload)
        story.tell(.refused(2), gives: ["wake in 100"])
        story.tell(.time, after: 100, gives: ["launch 3 reload", "wake in 90000"])
        story.tell(.exit(3, 0), gives: ["record 3 reload 0 success", "reload done", "no wake"])
    }

    @Test("after it was accepted is a broken promise: the service does not count as up")
    func withdrawn() {
        var story = Story.running()
        story.tell(.refused(1), gives: ["signal all SIGTERM", "watch empty", "wake in 90000"])
        story.tell(.emptied)
        story.expect("failed", .resources)
        #expect(story.machine.explanation == .because(.spawnWithdrawn))
    }
}

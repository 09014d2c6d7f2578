import ServiceModel
import Supervision
import Testing

@Suite("Jobs")
struct JobTests {
    @Test("a start of what is starting joins it, and both end with one answer")
    func joined() {
        var story = Story(ServicePolicy(.start, startup: .exec))
        story.tell(.start)
        story.tell(.start, gives: [])
        story.tell(.executed(1), gives: ["start done", "no wake"])
        story.tell(.start, gives: ["start already done"])
    }

    @Test("a stop of what is down is already done")
    func alreadyDown() {
        var story = Story()
        story.tell(.stop, gives: ["stop already done"])
        story.expect("dead")
    }

    @Test("a start during a stop takes its place and follows it")
    func startWhileStopping() {
        var story = Story.running()
        story.tell(.stop, gives: ["signal all SIGTERM", "wake in 90000"])
        story.tell(.start, gives: ["stop cancelled"])
        story.tell(.killed(1, .terminate), gives: ["record 1 start SIGTERM success", "watch empty"])
        story.tell(.emptied, gives: ["end", "begin", "launch 2 start"])
        story.tell(.accepted(2), gives: ["start done", "no wake"])
    }

    @Test("of start, stop, start, stop during a stop the last wish wins and every other ends as cancelled")
    func lastWishWins() {
        var story = Story.running()
        story.tell(.stop)
        story.tell(.start, gives: ["stop cancelled"])
        story.tell(.stop, gives: ["start cancelled"])
        story.tell(.restart, gives: ["stop cancelled"])
        story.tell(.stop, gives: ["restart cancelled"])
        story.tell(.exit(1, 0))
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("dead")
    }

    @Test("a restart is a stop and a start, and ends when the service is up again")
    func restart() {
        var story = Story.running(ServicePolicy(.start, .stop, .stopPost))
        story.tell(.restart, gives: ["launch 2 stop", "wake in 90000"])
        story.tell(.exit(2, 0), gives: ["record 2 stop 0 success", "signal all SIGTERM"])
        story.tell(.exit(1, 0), gives: ["record 1 start 0 success", "watch empty"])
        story.tell(.emptied, gives: ["launch 3 stopPost"])
        story.tell(.exit(3, 0), gives: ["record 3 stopPost 0 success", "signal all SIGTERM", "watch empty"])
        story.tell(.emptied, gives: ["end", "begin", "launch 4 start"])
        story.tell(.accepted(4), gives: ["restart done", "no wake"])
        #expect(story.machine.explanation == .because(.requested(.restart)))
        #expect(story.machine.restartCount == 0)
    }

    @Test("a restart of what is down starts it; of what starts, starts it anew for all who wait")
    func restartElsewhere() {
        var story = Story(ServicePolicy(.start, startup: .exec))
        story.tell(.restart, gives: ["begin", "launch 1 start", "wake in 90000"])
        story.tell(.start, gives: [])
        story.tell(.restart, gives: ["signal all SIGTERM"])
        story.tell(.killed(1, .terminate))
        story.tell(.emptied, gives: ["end", "begin", "launch 2 start"])
        story.tell(.executed(2), gives: ["start done", "restart done", "no wake"])
    }

    @Test("a reload runs its commands and the service stays up")
    func reload() {
        var story = Story.running(ServicePolicy(.start, .reload, .reload))
        story.tell(.reload, gives: ["launch 2 reload", "wake in 90000"])
        #expect(story.machine.activeState == .reloading)
        story.tell(.reload, gives: [])
        story.tell(.exit(2, 0), gives: ["record 2 reload 0 success", "launch 3 reload[1]"])
        story.tell(.exit(3, 0), gives: ["record 3 reload[1] 0 success", "reload done", "no wake"])
        story.expect("running", .success)
    }

    @Test("a reload that fails or takes too long leaves the service running")
    func reloadFails() {
        var failing = Story.running(ServicePolicy(.start, .reload, .reload, .stop))
        failing.tell(.reload)
        var hanging = failing
        failing.tell(
            .exit(2, 1),
            gives: ["record 2 reload 1 exit-code", "reload failed: exit-code", "no wake"]
        )
        failing.expect("running", .success)

        hanging.tell(.time, after: 90_000, gives: ["signal 2 SIGKILL", "reload failed: timeout"])
        hanging.expect("running", .success)
        var stopped = hanging
        hanging.tell(.reload, gives: ["reload not applicable"])
        hanging.tell(.killed(2, .kill), gives: ["record 2 reload SIGKILL success"])
        hanging.tell(.reload, gives: ["launch 3 reload", "wake in 90000"])
        // Commands never run side by side, so with one that is dying there is no ExecStop.
        stopped.tell(.stop, gives: ["signal all SIGTERM", "wake in 90000"])
    }

    @Test("a reload without a command, or of a service that is not up, is not applicable")
    func reloadNotApplicable() {
        var story = Story.running()
        story.tell(.reload, gives: ["reload not applicable"])
        var down = Story(ServicePolicy(.start, .reload))
        down.tell(.reload, gives: ["reload not applicable"])
        down.tell(.start)
        down.tell(.reload, gives: ["reload not applicable"])
    }

    @Test("a stop or a restart takes the place of a reload that is under way")
    func reloadCancelled() {
        var story = Story.running(ServicePolicy(.start, .reload, .stop))
        story.tell(.reload)
        var restarted = story
        story.tell(.stop, gives: ["reload cancelled", "signal all SIGTERM"])
        restarted.tell(.restart, gives: ["reload cancelled", "signal all SIGTERM"])
        story.tell(.killed(2, .terminate), gives: ["record 2 reload SIGTERM success"])
        story.tell(.exit(1, 0), gives: ["record 1 start 0 success", "watch empty"])
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("dead", .success)
    }

    @Test("a main process that ends during a reload is noticed when the reload is over")
    func mainEndsDuringReload() {
        var story = Story.running(ServicePolicy(.start, .reload, .stop))
        story.tell(.reload)
        story.tell(.exit(1, 5), gives: ["record 1 start 5 exit-code"])
        story.tell(.exit(2, 0), gives: ["record 2 reload 0 success", "reload done", "launch 3 stop"])
    }

    @Test("a start that fails is answered at once, so that the next wish is another job")
    func failedStart() {
        var story = Story(ServicePolicy(.start, startup: .oneshot))
        story.tell(.start)
        story.tell(
            .exit(1, 1),
            gives: [
                "record 1 start 1 exit-code", "start failed: exit-code", "signal all SIGTERM", "watch empty",
            ]
        )
        story.tell(.start, gives: [])
        story.tell(.emptied, gives: ["end", "begin", "launch 2 start"])
        story.tell(
            .exit(2, 0),
            gives: ["record 2 start 0 success", "start done", "signal all SIGTERM", "watch empty"]
        )
    }

    @Test("a late event of a process that is gone changes nothing")
    func stale() {
        var story = Story.running()
        story.tell(.exit(1, 1))
        story.tell(.emptied)
        story.tell(.start)
        let before = story.machine
        for event in [
            Event.accepted(1), .executed(1), .refused(1), .exit(1, 0), .launchFailed(1, step: 1, errno: 1),
        ] {
            story.tell(event, gives: [])
        }
        story.tell(.emptied, gives: [])
        #expect(story.machine == before)
    }
}

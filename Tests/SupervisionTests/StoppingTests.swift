import ServiceModel
import Supervision
import Testing

@Suite("Stopping")
struct StoppingTests {
    @Test("a service that obeys is asked once, with SIGTERM, and is then dead")
    func obeys() {
        var story = Story.running()
        story.tell(.stop, gives: ["signal all SIGTERM", "wake in 90000"])
        story.expect("stop-sigterm")
        story.tell(
            .killed(1, .terminate),
            after: 20,
            gives: ["record 1 start SIGTERM success", "watch empty"]
        )
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("dead", .success)
        #expect(story.machine.explanation == .because(.requested(.stop)))
    }

    @Test("a service that ignores SIGTERM is killed after its stop timeout")
    func ignoresTerm() {
        var story = Story.running(ServicePolicy(.start).with { $0.timeoutStop = .seconds(5) })
        story.tell(.stop, gives: ["signal all SIGTERM", "wake in 5000"])
        story.tell(.time, after: 5000, gives: ["kill all SIGKILL", "wake in 5000"])
        story.expect("stop-sigkill", .timeout)
        story.tell(.killed(1, .kill), gives: ["record 1 start SIGKILL timeout", "watch empty"])
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("failed", .timeout)
        #expect(story.machine.explanation == .because(.stopTimedOut))
    }

    @Test(
        "with TimeoutStopFailureMode=abort what ignores SIGTERM is aborted, and killed after TimeoutAbortSec="
    )
    func aborts() {
        let policy = ServicePolicy(.start, .stopPost).with {
            $0.timeoutStop = .seconds(5)
            $0.timeoutAbort = .seconds(7)
            $0.stopFailureMode = .abort
            $0.sendsHangup = true
        }
        var story = Story.running(policy)
        story.tell(.stop, gives: ["signal all SIGTERM", "signal all SIGHUP", "wake in 5000"])
        story.tell(.time, after: 5000, gives: ["signal all SIGABRT", "wake in 7000"])
        story.expect("stop-watchdog", .timeout)
        story.tell(.time, after: 7000, gives: ["kill all SIGKILL", "wake in 5000"])
        story.expect("stop-sigkill", .timeout)
        story.tell(.killed(1, .kill), gives: ["record 1 start SIGKILL timeout", "watch empty"])
        story.tell(.emptied, gives: ["launch 2 stopPost"])
        story.tell(.time, after: 5000, gives: ["signal all SIGABRT", "wake in 7000"])
        story.expect("final-watchdog", .timeout)
        story.tell(.killed(2, .abort), gives: ["record 2 stopPost SIGABRT timeout", "watch empty"])
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("failed", .timeout)
    }

    @Test("without TimeoutAbortSec= an abort has the time of a stop")
    func abortDefault() {
        let policy = ServicePolicy(.start).with {
            $0.timeoutStop = .seconds(5)
            $0.stopFailureMode = .abort
        }
        var story = Story.running(policy)
        story.tell(.stop)
        story.tell(.time, after: 5000, gives: ["signal all SIGABRT", "wake in 5000"])
    }

    @Test(
        "a start that takes too long is ended as TimeoutStartFailureMode= says",
        arguments: [
            (TimeoutFailureMode.terminate, "signal all SIGTERM", "stop-sigterm"),
            (.abort, "signal all SIGABRT", "stop-watchdog"), (.kill, "kill all SIGKILL", "stop-sigkill"),
        ]
    )
    func lateStart(mode: TimeoutFailureMode, effect: String, state: String) {
        let policy = ServicePolicy(.startPre, .start).with {
            $0.timeoutStart = .seconds(3)
            $0.timeoutStop = .seconds(5)
            $0.startFailureMode = mode
        }
        var story = Story(policy)
        story.tell(.start)
        story.tell(.accepted(1))
        story.tell(.time, after: 3000, gives: ["start failed: timeout", effect, "wake in 5000"])
        story.expect(state, .timeout)
    }

    @Test("an ExecStop command that takes too long is followed by what TimeoutStopFailureMode= says")
    func lateStop() {
        let policy = ServicePolicy(.start, .stop).with {
            $0.timeoutStop = .seconds(5)
            $0.stopFailureMode = .kill
        }
        var story = Story.running(policy)
        story.tell(.stop, gives: ["launch 2 stop", "wake in 5000"])
        story.tell(.time, after: 5000, gives: ["kill all SIGKILL", "wake in 5000"])
        story.expect("stop-sigkill", .timeout)
    }

    @Test("stop ends even when nothing can end the process, and says so; its late end is still recorded")
    func unkillable() {
        var story = Story.running(ServicePolicy(.start, .stopPost).with { $0.timeoutStop = .seconds(5) })
        story.tell(.stop)
        story.tell(.time, after: 5000, gives: ["kill all SIGKILL", "wake in 5000"])
        story.tell(.time, after: 5000, gives: ["launch 2 stopPost", "wake in 5000"])
        story.tell(.exit(2, 0), gives: ["record 2 stopPost 0 success", "signal all SIGTERM"])
        story.expect("final-sigterm")
        story.tell(.time, after: 5000, gives: ["kill all SIGKILL", "wake in 5000"])
        story.expect("final-sigkill")
        story.tell(.time, after: 5000, gives: ["end", "stop failed: timeout"])
        story.expect("failed", .timeout)
        story.tell(.start, gives: ["start failed: resources"])
        #expect(story.machine.explanation == .because(.leftoverProcess))
        story.tell(
            .killed(1, .kill),
            after: 60_000,
            gives: ["record 1 start SIGKILL resources", "watch empty"]
        )
        story.tell(.emptied, gives: [])
        story.tell(.start, gives: ["begin", "launch 3 start", "wake in 90000"])
    }

    @Test("what a service leaves behind is ended too, and waited for, before ExecStopPost")
    func stragglers() {
        var story = Story.running(ServicePolicy(.start, .stopPost))
        story.tell(.stop, gives: ["signal all SIGTERM", "wake in 90000"])
        story.tell(.exit(1, 0), gives: ["record 1 start 0 success", "watch empty"])
        story.tell(.time, after: 90_000, gives: ["kill all SIGKILL", "watch empty", "wake in 90000"])
        story.tell(.emptied, gives: ["launch 2 stopPost"])
    }

    @Test("ExecStop commands run one after the other before any signal")
    func commands() {
        var story = Story.running(ServicePolicy(.start, .stop, .stop))
        story.tell(.stop, gives: ["launch 2 stop", "wake in 90000"])
        story.tell(.exit(2, 0), gives: ["record 2 stop 0 success", "launch 3 stop[1]"])
        story.tell(.exit(1, 0), gives: ["record 1 start 0 success"])
        story.tell(.exit(3, 0), gives: ["record 3 stop[1] 0 success", "signal all SIGTERM", "watch empty"])
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("dead", .success)
    }

    @Test(
        "an ExecStop command that fails or takes too long is followed by the signal, not by the next command"
    )
    func commandFails() {
        var failing = Story.running(ServicePolicy(.start, .stop, .stop))
        failing.tell(.stop)
        var hanging = failing
        failing.tell(.exit(2, 1), gives: ["record 2 stop 1 exit-code", "signal all SIGTERM"])
        failing.expect("stop-sigterm", .exitCode)
        hanging.tell(.time, after: 90_000, gives: ["signal all SIGTERM", "wake in 90000"])
        hanging.expect("stop-sigterm", .timeout)
        #expect(hanging.machine.explanation == .because(.commandTimedOut(CommandReference(.stop))))
        hanging.tell(.killed(2, .terminate), gives: ["record 2 stop SIGTERM timeout"])
        hanging.tell(.killed(1, .terminate), gives: ["record 1 start SIGTERM timeout", "watch empty"])
    }

    @Test(
        "ExecStop runs when a service that was up ends by itself, well or badly",
        arguments: [0, 3] as [UInt8]
    )
    func endsByItself(code: UInt8) {
        var story = Story.running(ServicePolicy(.start, .stop, .stopPost))
        let result = code == 0 ? "success" : "exit-code"
        story.tell(
            .exit(1, code),
            gives: ["record 1 start \(code) \(result)", "launch 2 stop", "wake in 90000"]
        )
        #expect(story.machine.mainProcess == nil)
        story.tell(.exit(2, 0), gives: ["record 2 stop 0 success", "signal all SIGTERM", "watch empty"])
        story.tell(.emptied, gives: ["launch 3 stopPost"])
        story.tell(
            .exit(3, 0),
            gives: ["record 3 stopPost 0 success", "signal all SIGTERM", "watch empty"]
        )
        story.tell(.emptied, gives: ["end", "no wake"])
        #expect(story.machine.explanation == .because(.mainEnded(.exited(code))))
        story.expect(code == 0 ? "dead" : "failed")
    }

    @Test("a service that remains after exit is active until it is stopped; one that failed does not remain")
    func remains() {
        let policy = ServicePolicy(.start, .stop).with { $0.remainAfterExit = true }
        var story = Story.running(policy)
        story.tell(.exit(1, 0), gives: ["record 1 start 0 success"])
        story.expect("exited", .success)
        story.tell(.stop, gives: ["launch 2 stop", "wake in 90000"])
        var failing = Story.running(policy)
        failing.tell(.exit(1, 1), gives: ["record 1 start 1 exit-code", "launch 2 stop", "wake in 90000"])
    }

    @Test("a stop during the start ends the start at once, whichever command runs")
    func duringStart() {
        let policy = ServicePolicy(.condition, .startPre, .start, .startPost, .stop, startup: .exec)
        var story = Story(policy)
        story.tell(.start)
        let next = [Event.exit(1, 0), .exit(2, 0), .executed(3)]
        for (index, event) in next.enumerated() {
            var stopped = story
            let token = UInt32(index + 1)
            stopped.tell(.stop, gives: ["start cancelled", "signal all SIGTERM"])
            stopped.tell(.killed(token, .terminate))
            stopped.tell(.emptied, gives: ["end", "stop done", "no wake"])
            stopped.expect("dead", .success)
            story.tell(event)
        }
        story.expect("start-post")
        story.tell(.stop, gives: ["start cancelled", "signal all SIGTERM"])
    }

    @Test("a oneshot that is stopped before it is done did not succeed")
    func oneshot() {
        var story = Story(ServicePolicy(.start, startup: .oneshot))
        story.tell(.start)
        story.tell(.stop, gives: ["start cancelled", "signal all SIGTERM"])
        story.tell(.killed(1, .terminate), gives: ["record 1 start SIGTERM signal", "watch empty"])
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("failed", .signal)
    }

    @Test("an ExecStopPost command that hangs is ended after the stop timeout")
    func stopPostHangs() {
        var story = Story.running(ServicePolicy(.start, .stopPost, .stopPost))
        story.tell(.stop)
        story.tell(.exit(1, 0))
        story.tell(.emptied, gives: ["launch 2 stopPost"])
        story.tell(.time, after: 90_000, gives: ["signal all SIGTERM", "wake in 90000"])
        story.expect("final-sigterm", .timeout)
        story.tell(.time, after: 90_000, gives: ["kill all SIGKILL", "wake in 90000"])
        story.tell(.killed(2, .kill), gives: ["record 2 stopPost SIGKILL timeout", "watch empty"])
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("failed", .timeout)
    }

    @Test("a clean-up that hangs is killed and the stop goes on; that it failed is not the service's failure")
    func cleanUpHangs() {
        var story = Story.running(ServicePolicy(.start, .cleanUp).with { $0.timeoutStop = .infinity })
        story.tell(.stop, gives: ["signal all SIGTERM"])
        story.tell(.exit(1, 0))
        story.tell(.emptied, gives: ["launch 2 cleanUp", "wake in 90000"])
        story.tell(.time, after: 90_000, gives: ["signal 2 SIGKILL", "wake in 90000"])
        story.tell(
            .killed(2, .kill),
            gives: ["record 2 cleanUp SIGKILL success", "end", "stop done", "no wake"]
        )
        story.expect("dead", .success)
    }

    @Test("an infinite stop timeout waits for ever, as it was told to")
    func infinite() {
        var story = Story.running(ServicePolicy(.start).with { $0.timeoutStop = .infinity })
        story.tell(.stop, gives: ["signal all SIGTERM"])
        story.tell(.time, after: 1_000_000, gives: [])
        story.expect("stop-sigterm")
    }

    @Test("RuntimeMaxSec= ends a service that is up for that long, as a timeout, through ExecStop")
    func runtimeMaximum() {
        let policy = ServicePolicy(.start, .stop, .reload).with { $0.runtimeMaximum = .seconds(60) }
        var story = Story(policy)
        story.tell(.start)
        story.tell(.accepted(1), after: 10, gives: ["start done", "wake in 60000"])
        // A reload does not prolong it.
        story.tell(.reload, after: 1000, gives: ["launch 2 reload", "wake in 90000"])
        story.tell(
            .exit(2, 0),
            after: 1000,
            gives: ["record 2 reload 0 success", "reload done", "wake in 58000"]
        )
        story.tell(.time, after: 58_000, gives: ["launch 3 stop", "wake in 90000"])
        story.expect("stop", .timeout)
        #expect(story.machine.explanation == .because(.runtimeLimitReached))
    }

    @Test("the moment of an older wish is not the moment of the present one")
    func earlyTime() {
        var story = Story.running()
        story.tell(.stop, gives: ["signal all SIGTERM", "wake in 90000"])
        story.tell(.time, after: 10, gives: ["wake in 89990"])
        story.expect("stop-sigterm", .success)
    }
}

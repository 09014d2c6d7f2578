import ServiceModel
import Supervision
import Testing

@Suite("Kill modes and signals")
struct KillModeTests {
    @Test("mixed asks the main process alone, and kills the rest once it has gone")
    func mixed() {
        var story = Story.running(ServicePolicy(.start).with { $0.killMode = .mixed })
        story.tell(.stop, gives: ["signal 1 SIGTERM", "signal 1 SIGCONT", "wake in 90000"])
        story.tell(
            .killed(1, .terminate),
            after: 10,
            gives: ["record 1 start SIGTERM success", "kill all SIGKILL", "watch empty", "wake in 90000"]
        )
        story.expect("stop-sigkill")
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("dead", .success)
    }

    @Test("mixed without SIGKILL lets the rest live, but starts nothing beside it")
    func mixedWithoutKill() {
        var story = Story.running(
            ServicePolicy(.start).with {
                $0.killMode = .mixed
                $0.sendsKill = false
            }
        )
        story.tell(.stop, gives: ["signal 1 SIGTERM", "signal 1 SIGCONT", "wake in 90000"])
        story.tell(
            .exit(1, 0),
            gives: ["record 1 start 0 success", "end", "stop failed: timeout", "watch empty", "no wake"]
        )
        story.expect("dead", .success)
        story.tell(.start, gives: ["start failed: resources"])
        story.tell(.emptied, gives: [])
        story.tell(.start, gives: ["begin", "launch 2 start", "wake in 90000"])
    }

    @Test("process ends the main process and nothing else")
    func process() {
        var story = Story.running(ServicePolicy(.start).with { $0.killMode = .process })
        story.tell(.stop, gives: ["signal 1 SIGTERM", "signal 1 SIGCONT", "wake in 90000"])
        story.tell(.time, after: 90_000, gives: ["signal 1 SIGKILL", "wake in 90000"])
        story.tell(
            .killed(1, .kill),
            gives: ["record 1 start SIGKILL timeout", "end", "stop done", "no wake"]
        )
        story.expect("failed", .timeout)
    }

    @Test(
        "none ends nothing: only the stop commands run, and the process that lives on holds the next start back"
    )
    func none() {
        var story = Story.running(ServicePolicy(.start, .stop).with { $0.killMode = .none })
        story.tell(.stop, gives: ["launch 2 stop", "wake in 90000"])
        story.tell(.exit(2, 0), gives: ["record 2 stop 0 success", "end", "stop done", "no wake"])
        story.expect("dead", .success)
        #expect(story.machine.mainProcess != nil)
        story.tell(.start, gives: ["start failed: resources"])
        story.expect("failed", .resources)
        story.tell(.exit(1, 0), gives: ["record 1 start 0 resources"])
        story.tell(.start, gives: ["begin", "launch 3 start", "wake in 90000"])
    }

    @Test("none fails a restart whose stop left the process alive, and says that this is why")
    func noneRestarted() {
        var story = Story.running(ServicePolicy(.start, .stop).with { $0.killMode = .none })
        story.tell(.restart, gives: ["launch 2 stop", "wake in 90000"])
        story.tell(
            .exit(2, 0),
            gives: ["record 2 stop 0 success", "end", "restart failed: resources", "no wake"]
        )
        story.expect("failed", .resources)
        #expect(story.machine.explanation == .because(.leftoverProcess))
        story.tell(.exit(1, 0), gives: ["record 1 start 0 resources"])
        story.tell(.start, gives: ["begin", "launch 3 start", "wake in 90000"])
    }

    @Test("without SIGKILL a service that does not end is left, failed, and not restarted by itself")
    func withoutKill() {
        var story = Story.running(
            ServicePolicy(.start).with {
                $0.sendsKill = false
                $0.restart = .always
                $0.runtimeMaximum = .seconds(1)
            }
        )
        story.tell(.time, after: 1000, gives: ["signal all SIGTERM", "wake in 90000"])
        story.tell(.time, after: 90_000, gives: ["signal all SIGTERM", "wake in 90000"])
        story.expect("final-sigterm", .timeout)
        story.tell(.time, after: 90_000, gives: ["end"])
        story.expect("failed", .timeout)
    }

    @Test("the stop signal, the last signal and SIGHUP are those of the unit")
    func signals() {
        let policy = ServicePolicy(.start).with {
            $0.killSignal = .interrupt
            $0.finalKillSignal = .quit
            $0.sendsHangup = true
        }
        var story = Story.running(policy)
        story.tell(.stop, gives: ["signal all SIGINT", "signal all SIGHUP", "wake in 90000"])
        story.tell(.time, after: 90_000, gives: ["kill all SIGQUIT", "wake in 90000"])
        var single = Story.running(policy.with { $0.killMode = .process })
        single.tell(
            .stop,
            gives: ["signal 1 SIGINT", "signal 1 SIGCONT", "signal 1 SIGHUP", "wake in 90000"]
        )
        single.tell(.time, after: 90_000, gives: ["signal 1 SIGQUIT", "signal 1 SIGCONT", "wake in 90000"])
    }

    @Test("RestartKillSignal= takes the place of the stop signal for a requested restart only")
    func restartSignal() {
        let policy = ServicePolicy(.start).with { $0.restartKillSignal = .user1 }
        var restarting = Story.running(policy)
        var stopping = restarting
        restarting.tell(.restart, gives: ["signal all SIGUSR1", "wake in 90000"])
        stopping.tell(.stop, gives: ["signal all SIGTERM", "wake in 90000"])
    }

    @Test("what was spared and ends during the clean-up does not hold the next start back")
    func sparedEndsDuringCleanUp() {
        var story = Story.running(ServicePolicy(.start, .cleanUp).with { $0.sendsKill = false })
        story.tell(.stop, gives: ["signal all SIGTERM", "wake in 90000"])
        story.tell(.exit(1, 0), gives: ["record 1 start 0 success", "watch empty"])
        story.tell(.time, after: 90_000, gives: ["signal all SIGTERM", "watch empty", "wake in 90000"])
        story.tell(.time, after: 90_000, gives: ["launch 2 cleanUp", "wake in 90000"])
        story.tell(.emptied, gives: [])
        story.tell(
            .exit(2, 0),
            gives: ["record 2 cleanUp 0 success", "end", "stop failed: timeout", "watch empty", "no wake"]
        )
        story.tell(.emptied, gives: [])
        story.tell(.start, gives: ["begin", "launch 3 start", "wake in 90000"])
    }
}

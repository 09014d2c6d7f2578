import ServiceModel
import Supervision
import Testing

@Suite("Starting")
struct StartingTests {
    @Test("a simple service is up as soon as its helper is spawned")
    func simple() {
        var story = Story()
        story.tell(.start, gives: ["begin", "launch 1 start", "wake in 90000"])
        story.expect("start")
        story.tell(.accepted(1), gives: ["start done", "no wake"])
        story.expect("running", .success)
        story.tell(.executed(1), gives: [])
    }

    @Test("an exec service is up when its program has been executed, not before")
    func exec() {
        var story = Story(ServicePolicy(.start, startup: .exec))
        story.tell(.start, gives: ["begin", "launch 1 start", "wake in 90000"])
        story.tell(.accepted(1), gives: [])
        story.expect("start")
        story.tell(.executed(1), after: 5, gives: ["start done", "no wake"])
        story.expect("running")
    }

    @Test("a oneshot service runs its commands one after the other and is then done")
    func oneshot() {
        var story = Story(ServicePolicy(.start, .start, startup: .oneshot))
        story.tell(.start, gives: ["begin", "launch 1 start", "wake in 90000"])
        story.tell(.accepted(1), gives: [])
        story.tell(.executed(1), gives: [])
        story.tell(
            .exit(1, 0),
            after: 10,
            gives: ["record 1 start 0 success", "launch 2 start[1]", "wake in 90000"]
        )
        story.tell(
            .exit(2, 0),
            after: 10,
            gives: [
                "record 2 start[1] 0 success", "start done", "signal all SIGTERM", "watch empty",
                "wake in 90000",
            ]
        )
        story.tell(.emptied, gives: ["end", "no wake"])
        story.expect("dead", .success)
    }

    @Test("a oneshot service that remains after exit stays active without a process")
    func oneshotRemains() {
        var story = Story(ServicePolicy(.start, startup: .oneshot).with { $0.remainAfterExit = true })
        story.tell(.start)
        story.tell(.exit(1, 0), gives: ["record 1 start 0 success", "start done", "no wake"])
        story.expect("exited", .success)
        #expect(story.machine.activeState == .active)
        story.tell(.start, gives: ["start already done"])
    }

    @Test("the first oneshot command that fails ends the start; the others are not run")
    func oneshotFails() {
        var story = Story(ServicePolicy(.start, .start, .stopPost, startup: .oneshot))
        story.tell(.start)
        story.tell(
            .exit(1, 3),
            gives: [
                "record 1 start 3 exit-code", "start failed: exit-code", "signal all SIGTERM", "watch empty",
            ]
        )
        story.tell(.emptied, gives: ["launch 2 stopPost"])
        story.tell(
            .exit(2, 0),
            gives: ["record 2 stopPost 0 success", "signal all SIGTERM", "watch empty"]
        )
        story.tell(.emptied, gives: ["end", "no wake"])
        story.expect("failed", .exitCode)
        #expect(story.machine.explanation == .because(.mainEnded(.exited(3))))
    }

    @Test("every command runs in systemd's order, and what one leaves behind is ended before the next")
    func order() {
        let policy = ServicePolicy(
            .condition,
            .startPre,
            .startPre,
            .start,
            .startPost,
            .stop,
            .stopPost,
            .cleanUp
        )
        var story = Story(policy)
        story.tell(.start, gives: ["begin", "launch 1 condition", "wake in 90000"])
        story.expect("condition")
        story.tell(
            .exit(1, 0),
            gives: ["record 1 condition 0 success", "sweep", "launch 2 startPre"]
        )
        story.expect("start-pre")
        story.tell(
            .exit(2, 0),
            gives: ["record 2 startPre 0 success", "sweep", "launch 3 startPre[1]"]
        )
        story.tell(
            .exit(3, 0),
            gives: ["record 3 startPre[1] 0 success", "sweep", "launch 4 start"]
        )
        story.expect("start")
        story.tell(.accepted(4), gives: ["launch 5 startPost"])
        story.expect("start-post")
        story.tell(.exit(5, 0), gives: ["record 5 startPost 0 success", "start done", "no wake"])
        story.expect("running")
        story.tell(.stop, gives: ["launch 6 stop", "wake in 90000"])
        story.expect("stop")
        story.tell(.exit(4, 0), gives: ["record 4 start 0 success"])
        story.tell(.exit(6, 0), gives: ["record 6 stop 0 success", "signal all SIGTERM", "watch empty"])
        story.expect("stop-sigterm")
        story.tell(.emptied, gives: ["launch 7 stopPost"])
        story.expect("stop-post")
        story.tell(.exit(7, 0), gives: ["record 7 stopPost 0 success", "signal all SIGTERM", "watch empty"])
        story.expect("final-sigterm")
        story.tell(.emptied, gives: ["launch 8 cleanUp"])
        story.expect("cleaning")
        story.tell(.exit(8, 0), gives: ["record 8 cleanUp 0 success", "end", "stop done", "no wake"])
        story.expect("dead", .success)
    }

    @Test("a condition that says no skips the start without failing it", arguments: [1, 254] as [UInt8])
    func conditionSkips(code: UInt8) {
        var story = Story(
            ServicePolicy(.condition, .condition, .start, .stopPost).with { $0.restart = .always }
        )
        story.tell(.start)
        story.tell(
            .exit(1, code),
            gives: [
                "record 1 condition \(code) exec-condition", "start skipped", "signal all SIGTERM",
                "watch empty",
            ]
        )
        #expect(story.machine.explanation == .because(.conditionSaidNo(0)))
        story.tell(.emptied, gives: ["launch 2 stopPost"])
        story.tell(.exit(2, 0))
        story.tell(.emptied, gives: ["end", "no wake"])
        story.expect("dead", .execCondition)
    }

    @Test("a condition that could not find out fails the start")
    func conditionFails() {
        var story = Story(ServicePolicy(.condition, .start))
        story.tell(.start)
        let ends = [Event.exit(1, 255), .killed(1, .terminate), .killed(1, .abort, core: true)]
        let results = [ServiceResult.exitCode, .signal, .coreDump]
        for (event, result) in zip(ends, results) {
            var story = story
            story.tell(event)
            story.tell(.emptied)
            story.expect("failed", result)
        }
    }

    @Test("a status of SuccessExitStatus= lets a condition pass")
    func conditionPasses() {
        var story = Story(ServicePolicy(.condition, .start).with { $0.success = ExitStatusSet(codes: [7]) })
        story.tell(.start)
        story.tell(
            .exit(1, 7),
            gives: ["record 1 condition 7 success", "sweep", "launch 2 start"]
        )
    }

    @Test("a failed ExecStartPre command ends the start before the main process")
    func startPreFails() {
        var story = Story(ServicePolicy(.startPre, .start, .stop))
        story.tell(.start)
        story.tell(
            .exit(1, 9),
            gives: [
                "record 1 startPre 9 exit-code", "start failed: exit-code", "signal all SIGTERM",
                "watch empty",
            ]
        )
        story.tell(.emptied, gives: ["end", "no wake"])
        story.expect("failed", .exitCode)
        let command = CommandReference(.startPre)
        #expect(story.machine.explanation == .because(.commandFailed(command, .exited(9))))
    }

    @Test(
        "a command whose failure is ignored counts as success",
        arguments: [CommandKind.condition, .startPre]
    )
    func ignored(kind: CommandKind) {
        var story = Story(ServicePolicy(kind, .start).with { $0.ignoreFailures(of: kind) })
        story.tell(.start)
        story.tell(
            .exit(1, 200),
            gives: ["record 1 \(kind) 200 success", "sweep", "launch 2 start"]
        )
    }

    @Test("a failed ExecStartPost command ends the service without ExecStop")
    func startPostFails() {
        var story = Story(ServicePolicy(.start, .startPost, .stop))
        story.tell(.start)
        story.tell(.accepted(1), gives: ["launch 2 startPost"])
        story.tell(
            .exit(2, 1),
            gives: ["record 2 startPost 1 exit-code", "start failed: exit-code", "signal all SIGTERM"]
        )
        story.tell(.killed(1, .terminate), gives: ["record 1 start SIGTERM exit-code", "watch empty"])
        story.tell(.emptied, gives: ["end", "no wake"])
        story.expect("failed", .exitCode)
    }

    @Test("a main process that fails during ExecStartPost fails the start once that command is done")
    func mainFailsDuringStartPost() {
        var story = Story(ServicePolicy(.start, .startPost, .stop))
        story.tell(.start)
        story.tell(.accepted(1))
        story.tell(.exit(1, 4), gives: ["record 1 start 4 exit-code"])
        story.expect("start-post")
        story.tell(
            .exit(2, 0),
            gives: [
                "record 2 startPost 0 success", "start failed: exit-code", "signal all SIGTERM",
                "watch empty",
            ]
        )
    }

    @Test("a launch that fails is named with its step")
    func launchFails() {
        var story = Story(ServicePolicy(.start, startup: .exec))
        story.tell(.start)
        story.tell(.accepted(1))
        story.tell(.launchFailed(1, step: 7, errno: 2), gives: [])
        story.expect("start")
        story.tell(
            .exit(1, 217),
            gives: [
                "record 1 start 217 exit-code", "start failed: exit-code", "signal all SIGTERM",
                "watch empty",
            ]
        )
        story.tell(.emptied)
        story.expect("failed", .exitCode)
        let failure = LaunchFailure(step: 7, errno: 2)
        #expect(story.machine.explanation == .because(.launchFailed(CommandReference(.start), failure)))
    }

    @Test("a simple service whose launch fails was started, and then failed")
    func simpleLaunchFails() {
        var story = Story()
        story.tell(.start)
        story.tell(.accepted(1), gives: ["start done", "no wake"])
        story.tell(.launchFailed(1, step: 7, errno: 2), gives: [])
        story.tell(
            .exit(1, 217),
            gives: ["record 1 start 217 exit-code", "signal all SIGTERM", "watch empty", "wake in 90000"]
        )
        story.tell(.emptied)
        story.expect("failed", .exitCode)
    }

    @Test("a oneshot service without ExecStart is active while it remains, and runs its stop commands")
    func withoutStart() {
        let policy = ServicePolicy(.stop, startup: .oneshot).with { $0.remainAfterExit = true }
        var story = Story(policy)
        story.tell(.start, gives: ["begin", "start done"])
        story.expect("exited")
        story.tell(.stop, gives: ["launch 1 stop", "wake in 90000"])
        story.tell(.exit(1, 0), gives: ["record 1 stop 0 success", "signal all SIGTERM", "watch empty"])
        story.tell(.emptied, gives: ["end", "stop done", "no wake"])
        story.expect("dead", .success)
    }

    @Test(
        "a service of any other type fails without ExecStart, and no restart can help",
        arguments: [
            ServicePolicy.Startup.simple, .exec,
        ]
    )
    func needsStart(startup: ServicePolicy.Startup) {
        let policy = ServicePolicy(.stop, startup: startup)
        var story = Story(
            policy.with {
                $0.restart = .always
                $0.restartDelay = .zero
                $0.startLimitBurst = 0
            }
        )
        story.tell(.start, gives: ["begin", "start failed: resources", "end"])
        story.expect("failed", .resources)
        #expect(story.machine.explanation == .because(.noCommand))
    }

    @Test("after a start that was never asked for, nothing is known and nothing is wrong")
    func untouched() {
        let machine = ServiceMachine()
        #expect(machine.state == .dead)
        #expect(machine.explanation == .because(.nothing))
        #expect(machine.mainProcess == nil && machine.controlProcess == nil && machine.nextRestart == nil)
        #expect(machine.lastMainStatus == nil && machine.activeSince == nil && machine.restartCount == 0)
    }
}

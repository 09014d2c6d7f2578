import Glibc
import LaunchProtocol
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@Suite("The job of a helper")
struct JobTests {
    @Test("a helper whose daemon closes its end before a job ends well")
    func noJob() throws {
        let run = try Scenario().run { socket in
            try #require(shutdown(socket.rawValue, Int32(SHUT_WR)) == 0)
        }
        #expect(run.end == .exited(0))
        #expect(run.failure == nil)
    }

    @Test("started by hand it says who starts it, and does nothing")
    func byHand() throws {
        var scenario = try Scenario()
        scenario.path = "/bin/sh"
        scenario.arguments = ["sh", "-c", "exec 2>&1; \(Scenario.helper) 3<&-; echo $?"]
        scenario.plan.environment.assignments = [.init(name: "PATH", value: "/bin")]
        let output = try scenario.run().output
        #expect(output == "supervisor-exec: started by supervisord only, see supervisor-exec(8)\n202\n")
    }

    @Test("a large job comes in a sealed memory file")
    func large() throws {
        var scenario = try Scenario()
        scenario.plan.environment.assignments = (0..<2000).map {
            .init(name: "V\($0)", value: String(repeating: "x", count: 100))
        }
        let job = scenario.job.encoded()
        #expect(job.count > LaunchJob.inlineLimit)
        let run = try scenario.run { socket in
            let file = try MemoryFile(name: "job")
            try file.fill(job)
            try MessageSocket.send([], attaching: file.descriptor, on: socket)
        }
        #expect(run.end == .exited(0))
        #expect(run.variable("V1999")?.utf8.count == 100)
    }

    @Test("a memory file that could still change is refused")
    func unsealed() throws {
        let scenario = try Scenario()
        let run = try scenario.run { socket in
            let file = try MemoryFile(name: "job")
            try file.descriptor.writeAll(scenario.job.encoded())
            try MessageSocket.send([], attaching: file.descriptor, on: socket)
        }
        #expect(run.failedStep == .job)
        #expect(run.end == .exited(202))
        #expect(run.output == "")
    }

    @Test("a request to fork that brings no socket is refused")
    func unsocketed() throws {
        let run = try Scenario().run { socket in try MessageSocket.send(ForkRequest.encoded(), on: socket) }
        #expect(run.failedStep == .job)
        #expect(run.end == .exited(202))
    }

    @Test("every job that is cut short is refused")
    func truncated() throws {
        let scenario = try Scenario()
        let job = scenario.job.encoded()
        for length in [1, 3, 4, 8, 20, job.count / 2, job.count - 1] {
            let run = try scenario.run { socket in try MessageSocket.send(Array(job[..<length]), on: socket) }
            #expect(run.failedStep == .job)
            #expect(run.end == .exited(202))
        }
    }

    @Test("a descriptor that nobody announced is refused")
    func unannounced() throws {
        let scenario = try Scenario()
        let run = try scenario.run { socket in
            let extra = try FileDescriptor.open("/dev/null", .readOnly)
            try MessageSocket.send(scenario.job.encoded(), attaching: extra, on: socket)
        }
        #expect(run.failedStep == .job)
        #expect(run.end == .exited(202))
    }
}

@Suite("The process a service finds itself in")
struct ProcessTests {
    @Test(
        "three descriptors, a session of its own, no blocked signal, SIGPIPE ignored as asked",
        arguments: [true, false]
    )
    func fresh(ignoresSIGPIPE: Bool) throws {
        var scenario = try Scenario()
        scenario.plan.properties.ignoresSIGPIPE = ignoresSIGPIPE
        let run = try scenario.run()
        #expect(run.lines("fd").map { $0.split(separator: " ").first.map(String.init) } == ["0", "1", "2"])
        #expect(run["session"] == run["pid"])
        #expect(run["group"] == run["pid"])
        #expect(run["blocked"] == "")
        #expect(run["ignored"] == (ignoresSIGPIPE ? "13" : ""))
        #expect(run["cwd"] == "/")
        #expect(run["comm"] == "castellan-probe")
    }

    @Test(
        "a helper that waited for its job, or was forked by one that waits, makes the same service of it",
        arguments: [Scenario.Origin.waiting, .forked],
        [true, false]
    )
    func origins(origin: Scenario.Origin, ignoresSIGPIPE: Bool) throws {
        var scenario = try Scenario()
        scenario.plan.properties.ignoresSIGPIPE = ignoresSIGPIPE
        scenario.plan.identity.user = .number(64321)
        scenario.plan.identity.supplementaryGroups = [.number(7)]
        scenario.plan.capabilities.bounding = CapabilitySet(rawValue: 1 << 10)
        scenario.plan.capabilities.ambient = CapabilitySet(rawValue: 1 << 10)
        scenario.plan.filters = [Filters.allowAll]
        scenario.plan.limits = [ResourceLimit(kind: .openFiles, soft: 100, hard: 200)]
        func facts(_ run: HelperRun) -> [String] {
            let changing = ["pid", "session", "group", "fd"]
            return run.output.split(separator: "\n").map(String.init).filter { line in
                !changing.contains { line.hasPrefix($0 + " ") }
            }
        }
        let cold = try scenario.run()
        scenario.origin = origin
        let warm = try scenario.run()
        #expect(!facts(cold).isEmpty)
        #expect(facts(warm) == facts(cold))
        #expect(warm["ignored"] == (ignoresSIGPIPE ? "13" : ""))
        #expect(warm.lines("fd").count == 3)
        #expect(warm["session"] == warm["pid"])
    }

    @Test("scheduling, limits and properties are what the unit says")
    func properties() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(64321)
        scenario.plan.scheduling.nice = -5
        scenario.plan.scheduling.affinity = [0, 900]
        scenario.plan.scheduling.policy = .batch
        scenario.plan.scheduling.resetsOnFork = true
        scenario.plan.scheduling.ioPriority = 6
        scenario.plan.properties.umask = 0o077
        scenario.plan.properties.oomScoreAdjust = 500
        scenario.plan.properties.coredumpFilter = 0x21
        scenario.plan.properties.timerSlack = 123_456
        scenario.plan.properties.personality = 8
        scenario.plan.limits = [
            ResourceLimit(kind: .openFiles, soft: 10, hard: 20),
            ResourceLimit(kind: .core, soft: 0, hard: 0),
            ResourceLimit(kind: .fileSize, soft: 1 << 20, hard: 1 << 21),
        ]
        let run = try scenario.run()
        #expect(run["nice"] == "-5")
        #expect(run["cpus"] == "0")
        #expect(run["scheduler"] == "3 0 reset 1")
        #expect(run["io-priority"] == "2 6")
        #expect(run["umask"] == "0077")
        #expect(run["oom-score-adjust"] == "500")
        #expect(run["coredump-filter"] == "00000021")
        #expect(run["timer-slack"] == "123456")
        #expect(run["personality"] == "8")
        #expect(run.lines("limit").contains("NOFILE 10 20"))
        #expect(run.lines("limit").contains("CORE 0 0"))
        #expect(run.lines("limit").contains("FSIZE 1048576 2097152"))
    }

    @Test("an I/O class of none and a slack under a real-time policy are no contradiction")
    func looseEnds() throws {
        var scenario = try Scenario()
        scenario.plan.scheduling.ioClass = Scheduling.IOClass.none
        scenario.plan.scheduling.policy = .roundRobin
        scenario.plan.scheduling.priority = 7
        scenario.plan.properties.timerSlack = 1000
        #expect(try scenario.run()["scheduler"] == "2 7 reset 0")
    }

    @Test("arguments are whole under a limit on memory that the helper itself exceeds")
    func memoryLimit() throws {
        var scenario = try Scenario()
        scenario.plan.limits = [ResourceLimit(kind: .data, soft: 1 << 20, hard: 1 << 20)]
        scenario.path = "/bin/echo"
        scenario.arguments = ["echo"] + (0..<1000).map { "argument-\($0)" }
        let run = try scenario.run()
        #expect(run.output.split(separator: " ").count == 1000, "\(run.end)")
    }

    @Test("a real-time policy without a priority has the least one")
    func realTime() throws {
        var scenario = try Scenario()
        scenario.plan.scheduling.policy = .fifo
        #expect(try scenario.run()["scheduler"] == "1 1 reset 0")
    }

    @Test("the helper's own needs do not fail a unit with hardly any descriptors")
    func fewDescriptors() throws {
        var scenario = try Scenario()
        scenario.plan.limits = [ResourceLimit(kind: .openFiles, soft: 3, hard: 3)]
        scenario.arguments = ["probe", "limits"]
        let run = try scenario.run()
        #expect(run.lines("limit").contains("NOFILE 3 3"))
    }

    @Test("a hard limit above the supervisor's own stops the launch")
    func raisedLimit() throws {
        var scenario = try Scenario()
        scenario.restrictions = ["--bounding-set", "-sys_resource"]
        scenario.plan.limits = [ResourceLimit(kind: .openFiles, soft: 1 << 20, hard: 1 << 30)]
        let run = try scenario.run()
        #expect(run.failedStep == .limits)
        #expect(run.failedErrno == EPERM)
        #expect(run.failedDetail?.contains("LimitNOFILE=") == true)
        #expect(run.end == .exited(205))
    }

    @Test(
        "a keyring of its own is not the supervisor's",
        arguments: [ProcessProperties.Keyring.private, .shared]
    )
    func keyring(kind: ProcessProperties.Keyring) throws {
        var scenario = try Scenario()
        let inherited = try scenario.run()["keyring"]
        scenario.plan.properties.keyring = kind
        scenario.plan.identity.user = .number(64321)
        let run = try scenario.run()
        #expect(run["keyring"] != nil)
        #expect(run["keyring"] != inherited)
        #expect(run["keyring"] != "-1")
    }

    @Test("a cgroup path that leads elsewhere is refused before anything is written")
    func falseControlGroup() throws {
        var scenario = try Scenario()
        try scenario.scratch.write("cgroup.procs", "untouched")
        scenario.context.controlGroup = scenario.scratch.path
        let run = try scenario.run()
        #expect(run.failedStep == .controlGroup)
        #expect(run.end == .exited(219))
        #expect(scenario.text("cgroup.procs") == "untouched")
    }

    @Test("what cannot be prepared in advance is not, and nothing has been touched")
    func unfitForStandby() throws {
        var scenario = try Scenario()
        try scenario.scratch.write("output", "of the service that runs")
        scenario.context.standsBy = true
        let run = try scenario.run()
        #expect(run.end == .exited(0))
        #expect(run.identity == nil && run.failure == nil)
        #expect(run.output == "of the service that runs")
    }

    @Test("one that stands by ends with the supervisor and never becomes the service")
    func abandonedStandby() throws {
        var scenario = try Scenario()
        scenario.context.standsBy = true
        scenario.plan.streams.output = .null
        scenario.arguments = ["probe", "report"]
        let run = try scenario.run { socket in
            try MessageSocket.send(scenario.job.encoded(), on: socket)
            // As the supervisor's end does when it is gone: what was sent is read, then the end.
            try #require(shutdown(socket.rawValue, Int32(SHUT_WR)) == 0)
        }
        #expect(run.failedStep == .standby)
        #expect(run.end == .exited(202))
    }
}

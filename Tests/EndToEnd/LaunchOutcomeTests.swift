import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A launch that comes to nothing", .serialized)
struct LaunchOutcomeTests {
    @Test(
        "is no start, even when the unit's own filter keeps the helper from saying so",
        arguments: [
            ("SystemCallFilter=@default @basic-io @file-system", "killed by SIGSYS"),
            ("SystemCallFilter=~@network-io\nSystemCallErrorNumber=EPERM", "launch step 'execute'"),
        ]
    )
    func filtered(lines: String, why: String) throws {
        let supervisor = try RunningSupervisor(
            [
                "job.service":
                    "[Service]\nType=exec\nNoNewPrivileges=yes\nLimitCORE=0\n\(lines)\nExecStart=%ROOT/script\n"
            ],
            prepare: { root in
                try root.write("script", "#!/no/such/interpreter\n", mode: 0o755)
                let unit = try Files.text(root.path + "/etc/castellan/units/job.service")
                try root.write(
                    "etc/castellan/units/job.service",
                    unit.replacing("%ROOT", with: root.path)
                )
            }
        )
        let result = try supervisor.start("job")
        #expect(result.outcome == .failed, "\(result) \(supervisor.log)")
        try supervisor.wait("the failure") { try supervisor.status("job").summary.state == .fatal }
        let sentence = try supervisor.status("job").why
        #expect(sentence.contains(why), "\(sentence)")
    }

    @Test(
        "is no start when somebody kills the helper before it has become the program",
        arguments: ["simple", "exec"]
    )
    func killed(type: String) throws {
        let supervisor = try RunningSupervisor(
            [
                "job.service":
                    "[Service]\nType=\(type)\nStandardInput=file:%t/pipe\nExecStart=/bin/sleep 1000\n"
            ],
            prepare: { root in
                mkdir(root.path + "/run", 0o755)
                #expect(mkfifo(root.path + "/run/pipe", 0o600) == 0)
            }
        )
        let client = try ControlConnection(supervisor.control)
        try client.send(Request.start(UnitCommand(units: ["job"])).call().encoded())
        kill(try waitingHelper(of: "job", supervisor), SIGKILL)
        let answer = try client.receive().map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(answer.contains(#""outcome":"failed""#), "\(answer)")
        #expect(try supervisor.history("job").map(\.status) == [.signaled(.kill, coreDumped: false)])
    }

    /// A unit's helper once it waits for somebody at a pipe.
    private func waitingHelper(of unit: String, _ supervisor: RunningSupervisor) throws -> pid_t {
        var helper: pid_t = 0
        try supervisor.wait("the helper to wait for somebody at the pipe") {
            helper = try supervisor.status(unit).summary.pid ?? 0
            return helper != 0
                && (try? Files.text("/proc/\(helper)/wchan"))?.contains("wait_for_partner") == true
        }
        return helper
    }

    @Test("is not blamed on a command whose failure is ignored")
    func ignored() throws {
        let supervisor = try RunningSupervisor([
            "job.service":
                "[Service]\nType=oneshot\nExecStartPre=-/no/such/thing\nExecStart=/bin/sh -c 'exit 3'\n"
        ])
        let result = try supervisor.start("job")
        #expect(result.outcome == .failed && result.failedStep == nil, "\(result)")
        #expect(!result.message.contains("/no/such/thing"), "\(result.message)")
    }

    @Test("fails at the step that does not end within the time there is to start, and holds up no other unit")
    func stuck() throws {
        var units = ["other.service": "[Service]\nExecStart=/bin/sleep 1000\n"]
        // More than the supervisor has on their way at once.
        for number in 0..<80 {
            units["stuck\(number).service"] =
                "[Service]\nTimeoutStartSec=\(number == 0 ? "3" : "infinity")\nExecStart=/bin/sleep 1000\n"
                + "StandardOutput=append:/fifo\n[Install]\nWantedBy=x.target\n"
        }
        let supervisor = try RunningSupervisor(units) { root in
            try #require(mkfifo(root.path + "/fifo", 0o600) == 0)
            for name in units.keys where name != "other.service" {
                let path = "etc/castellan/units/" + name
                let text = try Files.text(root.path + "/" + path)
                try root.write(path, text.split(separator: "/fifo").joined(separator: root.path + "/fifo"))
            }
        }
        #expect(try supervisor.start("other").outcome == .done)
        let client = try ControlConnection(supervisor.control)
        let result = try UnitResults(try client.ask(.start(UnitCommand(units: ["stuck0"])))).results[0]
        #expect(result.outcome == .alreadyDone || result.failedStep == "standard-output", "\(result)")
        try supervisor.wait("the stuck launch to be given up") {
            try supervisor.status("stuck0").summary.activeState == "failed"
        }
        let status = try supervisor.status("stuck0")
        #expect(status.why.contains("standard-output"))
        #expect(status.why.contains("not done within TimeoutStartSec="))
        #expect(try supervisor.history("stuck0").map(\.failedStep) == ["standard-output"])
        // A reader lets the others go on.
        let reader = open(supervisor.root.path + "/fifo", O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        _ = try supervisor.runningPid("stuck79")
    }

    /// A unit whose helper waits at its pipe for somebody to read what the service will say.
    private func waiting(_ lines: String = "TimeoutStartSec=infinity\n") -> String {
        "[Service]\n\(lines)StandardOutput=append:%t/pipe\nExecStart=/bin/sleep 1000\n"
    }

    private func makePipe(in root: ScratchFolder) throws {
        mkdir(root.path + "/run", 0o755)
        try #require(mkfifo(root.path + "/run/pipe", 0o600) == 0)
    }

    /// A reader that lets the helpers go on.
    private func openPipe(of supervisor: RunningSupervisor) -> Int32 {
        open(supervisor.root.path + "/run/pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    }

    @Test("is not ended for being late once it has become the program")
    func late() throws {
        let supervisor = try RunningSupervisor(
            ["job.service": waiting("TimeoutStartSec=1\n")],
            prepare: makePipe
        )
        let begun = RunningSupervisor.now()
        let client = try ControlConnection(supervisor.control)
        try client.send(Request.start(UnitCommand(units: ["job"])).call().encoded())
        let pid = try waitingHelper(of: "job", supervisor)
        kill(supervisor.pid, SIGSTOP)
        defer { kill(supervisor.pid, SIGCONT) }
        try #require(RunningSupervisor.now() < begun + 1, "its time is not up yet")
        try supervisor.wait("its time to be up") { RunningSupervisor.now() > begun + 1.2 }
        let reader = openPipe(of: supervisor)
        defer { close(reader) }
        try supervisor.wait("the program") { try Files.text("/proc/\(pid)/comm") == "sleep\n" }
        kill(supervisor.pid, SIGCONT)
        try supervisor.wait("the next look at those on their way") { RunningSupervisor.now() > begun + 3.5 }
        #expect(try supervisor.status("job").summary.pid == pid, "\(supervisor.log)")
        #expect(try supervisor.history("job").isEmpty)
    }

    @Test("leaves the supervisor descriptors to work with, however many wait, and other units what they need")
    func manyStuck() throws {
        let names = (0..<200).map { "stuck\($0).service" }
        let units = [
            "web.service": "[Service]\nTimeoutStopSec=5\nExecStart=/bin/sleep 1000\nExecStopPost=/bin/true\n",
            "db.service":
                "[Service]\nRestart=always\nRestartSec=0\nTimeoutStartSec=1\nExecStart=/bin/sleep 1000\n",
            "late.service": "[Service]\nTimeoutStartSec=1\nExecStart=/bin/sleep 1000\n",
        ]
        let supervisor = try RunningSupervisor(
            units.merging(names.map { ($0, waiting()) }) { $1 },
            settings: "[Manager]\nWarmHelpers=0\n",
            under: ["/usr/bin/prlimit", "--nofile=140:140"],
            prepare: makePipe
        )
        for unit in ["web", "db"] { #expect(try supervisor.start(unit).outcome == .done) }
        let first = try supervisor.runningPid("db")
        let client = try ControlConnection(supervisor.control)
        try client.send(Request.start(UnitCommand(units: names)).call().encoded())
        func launched() throws -> Int {
            try supervisor.list().count { $0.pid != nil && $0.name.hasPrefix("stuck") }
        }
        try supervisor.wait("half of its descriptors to be taken") { try launched() >= 70 }
        let late = try ControlConnection(supervisor.control)
        try late.send(Request.start(UnitCommand(units: ["late"])).call().encoded())
        kill(first, SIGKILL)
        let second = try supervisor.runningPid("db", otherThan: first)
        #expect(try supervisor.stop("web").outcome == .done)
        #expect(try supervisor.history("web").map(\.command) == [.start, .stopPost])
        try supervisor.wait("what begins to be put off") {
            supervisor.log.contains("service: no helper: 70 launches wait for something already")
        }
        #expect(try launched() == 70)
        let reader = openPipe(of: supervisor)
        defer { close(reader) }
        try supervisor.wait("all of them to run") { try launched() == 200 }
        _ = try supervisor.runningPid("late")
        #expect(try supervisor.status("db").summary.pid == second)
        #expect(!supervisor.log.contains("Too many open files"))
    }

    @Test("that waited for its turn is forgotten with its unit, and is none of the unit that comes after it")
    func stale() throws {
        let names = (0..<70).map { "stuck\($0).service" }
        let units = Dictionary(uniqueKeysWithValues: names.map { ($0, waiting()) })
        func oneshot(_ name: String) -> String {
            "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'echo $$ >>%t/\(name)'\nRemainAfterExit=yes\n"
        }
        let supervisor = try RunningSupervisor(
            units.merging(["old.service": oneshot("old")]) { $1 },
            prepare: makePipe
        )
        // In their first second they keep others from being launched.
        let stuck = try ControlConnection(supervisor.control)
        try stuck.send(Request.start(UnitCommand(units: names)).call().encoded())
        let old = try ControlConnection(supervisor.control)
        try old.send(Request.start(UnitCommand(units: ["old"])).call().encoded())
        try supervisor.wait("the start") { try supervisor.status("old").summary.activeState == "activating" }
        unlink(supervisor.root.path + "/etc/castellan/units/old.service")
        _ = try supervisor.ask(.reloadDaemon)
        _ = try supervisor.stop("old")
        #expect(throws: ControlError.self) { try supervisor.status("old") }
        try supervisor.root.write("etc/castellan/units/new.service", oneshot("new"))
        _ = try supervisor.ask(.reloadDaemon)
        let new = try ControlConnection(supervisor.control)
        try new.send(Request.start(UnitCommand(units: ["new"])).call().encoded())
        _ = try new.receive()
        let reader = openPipe(of: supervisor)
        defer { close(reader) }
        _ = try supervisor.runningPid("stuck69")
        #expect(try Files.lines(supervisor.root.path + "/run/new").count == 1)
        #expect(try supervisor.history("new").count == 1)
    }

    @Test("does not hold up the supervisor where the unit's cgroup is frozen")
    func frozen() throws {
        let supervisor = try RunningSupervisor([
            "web.service": "[Service]\nExecStart=/bin/sleep 1000\nExecReload=/bin/true\nTimeoutStopSec=2\n",
            "other.service": "[Service]\nExecStart=/bin/sleep 1000\n",
        ])
        #expect(try supervisor.start("web").outcome == .done)
        let group = try #require(try supervisor.status("web").controlGroup)
        let freeze = open(group + "/cgroup.freeze", O_WRONLY | O_CLOEXEC)
        defer { close(freeze) }
        #expect(write(freeze, "1", 1) == 1)
        let client = try ControlConnection(supervisor.control)
        try client.send(Request.reload(UnitCommand(units: ["web"])).call().encoded())
        #expect(try supervisor.start("other").outcome == .done)
        #expect(try supervisor.stop("web").outcome == .done)
        #expect(try supervisor.status("web").summary.pid == nil)
    }
}

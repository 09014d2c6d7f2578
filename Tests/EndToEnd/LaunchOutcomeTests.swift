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
        var helper: Int32 = 0
        try supervisor.wait("the helper to wait for somebody at the pipe") {
            helper = try supervisor.status("job").summary.pid ?? 0
            return helper != 0
                && (try? Files.text("/proc/\(helper)/wchan"))?.contains("wait_for_partner") == true
        }
        kill(helper, SIGKILL)
        let answer = try client.receive().map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(answer.contains(#""outcome":"failed""#), "\(answer)")
        #expect(try supervisor.history("job").map(\.status) == [.signaled(.kill, coreDumped: false)])
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

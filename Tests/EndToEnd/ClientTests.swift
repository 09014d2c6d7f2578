import ControlProtocol
import Glibc
import TestSupport
import Testing

@Suite("supervisorctl", .serialized)
struct ClientTests {
    private static let client = RunningSupervisor.program("supervisorctl")
    private static let loader = RunningSupervisor.program("supervisor-load")
    private static let install = "[Install]\nWantedBy=multi-user.target\n"
    private static let units = [
        "web.service": "[Unit]\nDescription=The web\n[Service]\nUser=nobody\nExecStart=/bin/sleep 1000\n"
            + install,
        "idle.service": "[Service]\nExecStart=/bin/sleep 1000\n",
        "crash.service":
            "[Unit]\nStartLimitIntervalSec=1h\n[Service]\nRestart=always\nRestartSec=1h\n"
            + "ExecStart=/bin/sh -c 'kill -SEGV $$$$'\n",
        "absent.service": "[Service]\nType=exec\nExecStart=/no/such/program\n",
        "wrong.service": "[Service]\nUsr=nobody\nExecStart=/bin/true\n",
    ]

    private func run(_ supervisor: RunningSupervisor, _ words: [String]) throws -> Command.Outcome {
        try Command.run(ClientTests.client, ["--root", supervisor.root.path] + words)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let words: [String]
        let status: Int32
        /// What the output, standard error included, holds; exactly what it is when it ends in a newline.
        let output: String

        init(_ words: String..., status: Int32, output: String) {
            (self.words, self.status, self.output) = (words, status, output)
        }

        var testDescription: String { words.joined(separator: " ") }
    }

    /// In this order against one supervisor: each verb once right and once wrong at least.
    private static let cases: [Case] = [
        Case(
            "status",
            "web",
            "idle",
            status: 3,
            output: "idle                             STOPPED   Not started"
        ),
        Case("status", "web.service", status: 0, output: "User=nobody  enforced by uid"),
        Case("status", "nope", status: 4, output: "nope: ERROR (no such process)\n"),
        Case("status", "we*", "nope", status: 4, output: "web                              RUNNING   pid "),
        Case("list-units", "web", status: 0, output: "web.service  loaded  active  running  The web"),
        Case("status", "wrong", "idle", status: 3, output: "wrong                            FATAL     "),
        Case("list-units", "--plain", "*e*b*", "idle", status: 0, output: "web.service\nidle.service\n"),
        Case("list-units", "nope", status: 4, output: "nope: ERROR (no such process)"),
        Case("pid", "idle", status: 7, output: "0\n"),
        Case("pid", "nope", status: 1, output: "No such process nope\n"),
        Case("start", "idle", status: 0, output: "idle: started\n"),
        Case("start", "idle.service", status: 0, output: "idle: ERROR (already started)\n"),
        Case("start", "nope", status: 1, output: "nope: ERROR (no such process)\n"),
        Case("start", "absent", status: 1, output: "absent: ERROR (no such file)"),
        Case("start", "wrong", status: 1, output: "wrong: ERROR (refused)"),
        Case("start", status: 2, output: "Error: start requires a process name"),
        Case("start", "--no-wiat", "idle", status: 2, output: "did you mean '--no-wait'?"),
        Case("start", "--timeout=soon", "idle", status: 2, output: "--timeout takes a time span"),
        Case("reload", "idle", status: 7, output: "idle: ERROR (not running)\n"),
        Case("reload", status: 3, output: "'reload UNIT' reloads a unit"),
        Case("signal", "cont", "idle", "web", status: 0, output: "idle: signalled\nweb: signalled\n"),
        Case("signal", "FOO", "idle", status: 1, output: "idle: ERROR (bad signal name)"),
        Case("signal", "TERM", status: 1, output: "Error: signal requires a signal name and a process name"),
        Case("signal", "TERM", "absent", status: 7, output: "absent: ERROR (not running)\n"),
        Case("kill", "-s", "CONT", "idle", status: 0, output: "idle: signalled\n"),
        Case("kill", "-s", "NOISE", "idle", status: 2, output: "'NOISE' is no signal"),
        Case("restart", "idle", status: 0, output: "idle: stopped\nidle: started\n"),
        Case("restart", status: 1, output: "Error: restart requires a process name"),
        Case("stop", "idle", status: 0, output: "idle: stopped\n"),
        Case("stop", "idle", status: 0, output: "idle: ERROR (not running)\n"),
        Case("stop", status: 1, output: "Error: stop requires a process name"),
        Case("restart", "idle", status: 0, output: "idle: ERROR (not running)\nidle: started\n"),
        Case("stop", "--no-wait", "idle", status: 0, output: "idle: asked to be stopped\n"),
        Case("show", "-p", "ActiveState,UID", "web", status: 0, output: "ActiveState=active\nUID=65534\n"),
        Case(
            "show",
            "--value",
            "-p",
            "Id",
            "web",
            "idle",
            status: 0,
            output: "web.service\n\nidle.service\n"
        ),
        Case(
            "show",
            "-p",
            "LoadState,Id",
            "nope",
            status: 0,
            output: "LoadState=not-found\nId=nope.service\n"
        ),
        Case(
            "show",
            "--value",
            "-p",
            "LoadState",
            "web",
            "nope",
            status: 0,
            output: "loaded\n\nnot-found\n"
        ),
        Case("show", status: 2, output: "Error: show: a unit is needed"),
        Case("cat", "web", status: 0, output: "Description=The web\n[Service]\nUser=nobody"),
        Case("cat", "nope", status: 4, output: "nope: ERROR (no such process)\n"),
        Case("reset-failed", "absent", status: 0, output: "absent: reset\n"),
        Case("reset-failed", "nope", status: 1, output: "nope: ERROR (no such process)\n"),
        Case("history", "-n", "1", "idle", status: 0, output: "idle.service  ExecStart  pid "),
        Case("history", "--since", "tomorrow", status: 0, output: "\n"),
        Case("history", "--since", "soon", status: 2, output: "--since takes a time"),
        Case("history", "nope", status: 4, output: "nope: ERROR (no such process)\n"),
        Case("daemon-reload", status: 0, output: "No config updates to processes"),
        Case("daemon-reload", "web", status: 1, output: "Error: daemon-reload accepts no arguments\n"),
        Case("verify", "web", status: 0, output: "\n"),
        Case("verify", status: 1, output: "unknown key 'Usr=' in [Service]; did you mean 'User'?"),
        Case("verify", "--compat=systemd", "wrong", status: 0, output: "warning: unknown key"),
        Case("verify", "/nope/x.service", status: 1, output: "there is no file '/nope/x.service'\n"),
        Case("verify", "nope", status: 1, output: "there is no unit 'nope.service'\n"),
        Case("verify", "all", status: 1, output: "unknown key 'Usr=' in [Service]; did you mean 'User'?"),
        Case("verify", "w*", status: 2, output: "it takes names and files, and no pattern such as 'w*'"),
        Case(
            "verify",
            "-c",
            "/nope.conf",
            "web",
            status: 1,
            output: "/nope.conf:1:1: error: cannot be read: "
        ),
        Case("restart", "--no-wait", "web", status: 0, output: "web: asked to be restarted\n"),
        Case("verify", "--compat=sysv", status: 2, output: "--compat takes 'systemd', not 'sysv'"),
        Case("verify", "--unit-path=units", status: 2, output: "--unit-path takes absolute paths"),
        Case("version", status: 0, output: "0.1.0"),
        Case("version", "x", status: 1, output: "Error: version accepts no arguments\n"),
        Case("help", "stop", status: 0, output: "--ignore-dependencies"),
        Case("stop", "--help", status: 0, output: "--ignore-dependencies"),
        Case("--help", status: 0, output: "Usage: supervisorctl"),
        Case("--version", status: 0, output: "0.1.0"),
        Case("help", "x", status: 0, output: "*** No help on x\n"),
        Case("statsu", status: 1, output: "did you mean 'status'?"),
        Case("tail", "web", status: 3, output: "'tail' is not available in this version"),
        Case("shutdown", "now", status: 1, output: "Error: shutdown accepts no arguments\n"),
        Case("shutdown", status: 0, output: "Shut down\n"),
    ]

    @Test("prints Supervisor's lines and returns its exit statuses")
    func verbs() throws {
        let supervisor = try RunningSupervisor(ClientTests.units)
        _ = try supervisor.runningPid("web")
        for one in ClientTests.cases {
            let run = try run(supervisor, one.words)
            #expect(run.status == one.status, "\(one): \(run.output)")
            let isExact = one.output.hasSuffix("\n")
            let expected = one.output == "\n" ? "" : one.output
            #expect(
                isExact ? run.output.hasSuffix(expected) : run.output.contains(expected),
                "\(one): \(run.output)"
            )
            if one.output == "\n" { #expect(run.output.isEmpty, "\(one): \(run.output)") }
        }
        try supervisor.wait("the end") { try run(supervisor, ["version"]).status == 7 }
    }

    @Test("tells the last exit in words, and why the unit is as it is")
    func lastExit() throws {
        let supervisor = try RunningSupervisor(ClientTests.units)
        _ = try supervisor.start("crash")
        try supervisor.wait("the crash") { try supervisor.status("crash").summary.state == .backoff }
        let output = try run(supervisor, ["status", "crash"]).output
        #expect(output.contains("Last exit: killed by SIGSEGV"))
        #expect(output.contains(" s ago"))
        #expect(output.contains("Why: the main process was killed by SIGSEGV"))
    }

    @Test("counts the restarts that the start limit leaves")
    func restartsLeft() throws {
        let supervisor = try RunningSupervisor([
            "flapping.service":
                "[Unit]\nStartLimitIntervalSec=1h\nStartLimitBurst=5\n[Service]\nRestart=always\nRestartSec=10ms\n"
                + "ExecStart=/bin/sh -c 'kill -SEGV $$$$'\n"
        ])
        _ = try supervisor.start("flapping")
        try supervisor.wait("the start limit") { try supervisor.status("flapping").summary.state == .fatal }
        let status = try run(supervisor, ["status", "flapping"])
        #expect(status.status == 3)
        #expect(status.output.contains("restart 4 of 5; ExecStart=, pid "), "\(status.output)")
        #expect(
            status.output.contains("Why: start limit hit: more than 5 starts within 1 h"),
            "\(status.output)"
        )
        #expect(try run(supervisor, ["reset-failed", "flapping"]).output == "flapping: reset\n")
        #expect(try supervisor.status("flapping").recentStarts == 0)
    }

    @Test("waits no longer than --timeout says, and the job goes on")
    func timeout() throws {
        let supervisor = try RunningSupervisor([
            "stubborn.service":
                "[Service]\nTimeoutStopSec=3\nExecStart=/bin/sh -c 'trap \"\" TERM; while :; do sleep 0.1; done'\n"
        ])
        try supervisor.startStubborn("stubborn")
        let late = try run(supervisor, ["stop", "--timeout=300ms", "stubborn"])
        #expect(late.status == 1)
        #expect(late.output == "ERROR: 'stop' is not done within the given time; it goes on\n")
        try supervisor.wait("the stop") { try supervisor.status("stubborn").summary.pid == nil }
    }

    @Test("prints one JSON document for every command, errors too, with the same exit status")
    func json() throws {
        let supervisor = try RunningSupervisor(ClientTests.units)
        _ = try supervisor.runningPid("web")
        let check = "import json,sys; json.load(sys.stdin)"
        for one in ClientTests.cases {
            let words = ([ClientTests.client, "--root", supervisor.root.path, "--json"] + one.words)
                .map { "'\($0)'" }.joined(separator: " ")
            let run = try Command.run(
                "/bin/bash",
                ["-o", "pipefail", "-c", "\(words) 2>&1 | (python3 -c '\(check)' || exit 99)"]
            )
            #expect(run.status == one.status, "\(one): \(run.output)")
        }
    }

    @Test("needs no daemon for verify, and tells what is missing where it needs one")
    func noDaemon() throws {
        let folder = try ScratchFolder()
        try folder.write("good.service", "[Service]\nExecStart=/bin/true\n")
        try folder.write("bad.service", "[Service]\nExecStart=/bin/true\nNoNewPrivilege=yes\n")
        let root = ["--root", folder.path]
        #expect(
            try Command.run(ClientTests.client, root + ["verify", folder.path + "/good.service"]).status == 0
        )
        let bad = try Command.run(ClientTests.client, root + ["verify", folder.path + "/bad.service"])
        #expect(bad.status == 1)
        #expect(bad.output.contains("bad.service:3:1: error: "))
        let status = try Command.run(ClientTests.client, root + ["status"])
        #expect(status.status == 4)
        #expect(status.output.hasPrefix("unix://\(folder.path)/run/castellan/control no such file\n"))
        #expect(try Command.run(ClientTests.client, root + ["list-units", "--plain"]).status == 7)
        let none = try Command.run(ClientTests.client, ["--loader", "/no/loader", "verify"])
        #expect(none.status == 1)
        #expect(none.output == "Error: cannot run /no/loader: No such file or directory\n")
    }

    /// With a shell around it, for what a command line has beside words.
    private func script(_ supervisor: RunningSupervisor, _ text: String) throws -> Command.Outcome {
        let client = "'\(ClientTests.client)' --root '\(supervisor.root.path)'"
        return try Command.run(
            "/bin/bash",
            ["-c", text.split(separator: "CTL", omittingEmptySubsequences: false).joined(separator: client)]
        )
    }

    @Test("takes commands from a stream with --json too, and shows the table where there are none")
    func stream() throws {
        let supervisor = try RunningSupervisor(ClientTests.units)
        _ = try supervisor.runningPid("web")
        let stopped = try script(supervisor, "echo 'stop web' | CTL --json")
        #expect(stopped.status == 0)
        #expect(stopped.output.contains(#""outcome":"done""#), "\(stopped.output)")
        #expect(try supervisor.status("web").summary.pid == nil)
        let table = try script(supervisor, ": | CTL --json")
        #expect(table.status == 3)
        #expect(table.output.contains(#""name":"web.service""#), "\(table.output)")
        #expect(try script(supervisor, "echo version | CTL --json -i").output.contains(#""version":"#))
    }

    @Test("fails when what it prints cannot be written")
    func fullDisk() throws {
        let supervisor = try RunningSupervisor(ClientTests.units)
        for command in ["help", "--json show web", "list-units"] {
            let run = try script(supervisor, "CTL \(command) > /dev/full")
            #expect(run.status == 1)
            #expect(run.output == "Error: standard output: No space left on device\n")
        }
    }

    @Test("gives up a daemon that does not answer")
    func silence() throws {
        let supervisor = try RunningSupervisor(ClientTests.units)
        kill(supervisor.pid, SIGSTOP)
        defer { kill(supervisor.pid, SIGCONT) }
        let run = try run(supervisor, ["status"])
        #expect(run.status == 4)
        #expect(run.output.hasPrefix("unix://\(supervisor.control) does not answer\n"))
    }

    @Test("is silent when its reader goes away")
    func brokenPipe() throws {
        let supervisor = try RunningSupervisor(ClientTests.units)
        let script = "'\(ClientTests.client)' --root '\(supervisor.root.path)' status | true"
        #expect(try Command.run("/bin/bash", ["-c", script]).output.isEmpty)
    }

    @Test("waits for a slow reader of a descriptor that does not block, and uses no time for it")
    func slowReader() throws {
        let script = """
            import os, subprocess, sys, time
            readable, writable = os.pipe()
            os.set_blocking(writable, False)
            written = 0
            try:
                while True: written += os.write(writable, b"x" * 4096)
            except BlockingIOError:
                pass
            client = subprocess.Popen([sys.argv[1], "help"], stdout=writable)
            # poll(2), on x86-64 and with the number that all newer architectures have.
            end = time.monotonic() + 20
            while open(f"/proc/{client.pid}/syscall").read().split()[0] not in ("7", "73"):
                if time.monotonic() > end: sys.exit(client.kill() or 99)
            os.close(writable)
            text = b""
            while piece := os.read(readable, 65536): text += piece
            sys.stdout.buffer.write(text[written:])
            sys.exit(client.wait())
            """
        let slow = try Command.run("/usr/bin/python3", ["-c", script, ClientTests.client])
        #expect(slow.status == 0)
        #expect(slow.output == (try Command.run(ClientTests.client, ["help"]).output))
    }

    @Test("shows no colours where its output is no terminal, or where NO_COLOR is set")
    func colours() throws {
        let supervisor = try RunningSupervisor(ClientTests.units)
        _ = try supervisor.runningPid("web")
        #expect(try !run(supervisor, ["status"]).output.contains("\u{1B}"))
        for (variable, isColoured) in [("X=", true), ("NO_COLOR=1", false)] {
            let terminal = try PseudoTerminal(
                ClientTests.client,
                ["--root", supervisor.root.path, "status"],
                environment: ["TERM=xterm", variable]
            )
            try terminal.expect("wrong")
            _ = try terminal.end()
            #expect(terminal.shown.contains("\u{1B}[32mRUNNING\u{1B}[0m") == isColoured)
        }
    }
}

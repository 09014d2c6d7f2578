import ControlProtocol
import Glibc
import TestSupport
import Testing

@Suite("The shell of supervisorctl", .serialized)
struct ShellTests {
    /// An empty line with the cursor behind the prompt: the shell reads keys from here on.
    private static let prompt = "\u{1B}[Ksupervisor> \u{1B}[12C"
    private static let units = [
        "sleeper.service": "[Service]\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=multi-user.target\n",
        "stubborn.service":
            "[Service]\nTimeoutStopSec=4\nExecStart=/bin/sh -c 'trap \"\" TERM; while :; do sleep 0.1; done'\n",
    ]

    private func terminal(_ supervisor: RunningSupervisor, _ arguments: [String] = [], type: String = "xterm")
        throws
        -> PseudoTerminal
    {
        mkdir(supervisor.root.path + "/home", 0o755)
        return try PseudoTerminal(
            RunningSupervisor.program("supervisorctl"),
            ["--root", supervisor.root.path] + arguments,
            environment: ["TERM=\(type)", "HOME=\(supervisor.root.path)/home"]
        )
    }

    @Test("keeps its lines in a file beside it, when that is named so")
    func historyFile() throws {
        let supervisor = try RunningSupervisor(ShellTests.units)
        let script = "cd '\(supervisor.root.path)' && exec \"$0\" --root . -r lines"
        let terminal = try PseudoTerminal(
            "/bin/sh",
            ["-c", script, RunningSupervisor.program("supervisorctl")],
            environment: ["TERM=xterm"]
        )
        try terminal.expect(ShellTests.prompt)
        terminal.type("version\r")
        try terminal.expect("0.1.0")
        try terminal.expect(ShellTests.prompt)
        terminal.type("\u{4}")
        _ = try terminal.end()
        #expect(try Files.text(supervisor.root.path + "/lines") == "version\n")
    }

    @Test("shows the status, completes, edits, remembers, and leaves the terminal as it was")
    func conversation() throws {
        let supervisor = try RunningSupervisor(ShellTests.units)
        _ = try supervisor.runningPid("sleeper")
        let terminal = try terminal(supervisor)
        try terminal.expect("sleeper                          \u{1B}[32mRUNNING")
        try terminal.expect(ShellTests.prompt)
        #expect(!terminal.isRestored)
        terminal.type("sta\t\t")
        try terminal.expect("start   status")
        terminal.type("t\tsl\t\r")
        try terminal.expect("Why: started with the supervisor")
        try terminal.expect(ShellTests.prompt)
        // Up brings it back; Control-A and Control-K take it away again.
        terminal.type("\u{1B}[A")
        try terminal.expect("status sleeper")
        terminal.type("\u{1}\u{B}pix\u{7F}d sleeper\r")
        try terminal.expect("\n\(try supervisor.runningPid("sleeper"))")
        terminal.type("nonsense\r")
        try terminal.expect("*** Unknown syntax: nonsense")
        try terminal.expect(ShellTests.prompt)
        terminal.type("half a line\u{3}")
        try terminal.expect("^C\n" + ShellTests.prompt)
        terminal.type("\u{4}")
        #expect(try terminal.end() == 0)
        #expect(terminal.isRestored)
        let kept = supervisor.root.path + "/home/.local/state/castellan/supervisorctl-history"
        #expect(try Files.text(kept) == "status sleeper\npid sleeper\nnonsense\n")
        var status = stat()
        stat(kept, &status)
        #expect(status.st_mode & 0o7777 == 0o600)
    }

    @Test("remembers the lines of the shell before")
    func history() throws {
        let supervisor = try RunningSupervisor(ShellTests.units)
        for isFirst in [true, false] {
            let terminal = try terminal(supervisor)
            try terminal.expect(ShellTests.prompt)
            terminal.type(isFirst ? "version\r" : "\u{1B}[A\u{1B}[A\r")
            try terminal.expect("0.1.0")
            try terminal.expect(ShellTests.prompt)
            terminal.type("quit\r")
            #expect(try terminal.end() == 0)
        }
    }

    @Test("makes no home to remember in")
    func homeless() throws {
        let supervisor = try RunningSupervisor(ShellTests.units)
        let home = supervisor.root.path + "/nowhere"
        let terminal = try PseudoTerminal(
            RunningSupervisor.program("supervisorctl"),
            ["--root", supervisor.root.path],
            environment: ["TERM=xterm", "HOME=\(home)"]
        )
        try terminal.expect(ShellTests.prompt)
        terminal.type("version\r")
        try terminal.expect("0.1.0")
        try terminal.expect(ShellTests.prompt)
        terminal.type("\u{4}")
        #expect(try terminal.end() == 0)
        #expect(access(home, F_OK) != 0)
    }

    @Test("tells how long a stop takes, and gives the waiting up at Control-C without leaving")
    func interruption() throws {
        let supervisor = try RunningSupervisor(ShellTests.units)
        try supervisor.startStubborn("stubborn")
        let terminal = try terminal(supervisor)
        try terminal.expect(ShellTests.prompt)
        terminal.type("stop stubborn\r")
        try terminal.expect("stopping stubborn… 1 s")
        terminal.type("\u{3}")
        try terminal.expect("not waiting for 'stop' any longer")
        try terminal.expect(ShellTests.prompt)
        try supervisor.wait("the stop") { try supervisor.status("stubborn").summary.pid == nil }
        terminal.type("exit\r")
        #expect(try terminal.end() == 0)
    }

    @Test("is not needed for that: a command alone takes its progress back and ends as shells expect")
    func interruptedCommand() throws {
        let supervisor = try RunningSupervisor(ShellTests.units)
        try supervisor.startStubborn("stubborn")
        let terminal = try terminal(supervisor, ["stop", "stubborn"])
        try terminal.expect("stopping stubborn… 1 s")
        terminal.type("\u{3}")
        let status = try terminal.end()
        #expect(status == 130 << 8)
        try terminal.expect("\u{1B}[KERROR: not waiting for 'stop' any longer; it goes on")
    }

    @Test("tells that the daemon is lost and goes on, and asks before it ends one")
    func lostDaemon() throws {
        let supervisor = try RunningSupervisor(ShellTests.units)
        let terminal = try terminal(supervisor)
        try terminal.expect(ShellTests.prompt)
        terminal.type("shutdown\r")
        try terminal.expect("y/N? ")
        terminal.type("n\r")
        try terminal.expect(ShellTests.prompt)
        terminal.type("version\r")
        try terminal.expect("0.1.0")
        _ = supervisor.stop()
        terminal.type("status\r")
        try terminal.expect("is supervisord running, and is this its control socket?")
        try terminal.expect(ShellTests.prompt)
        terminal.type("\u{4}")
        #expect(try terminal.end() == 0)
    }

    @Test("leaves the terminal as it was when a signal ends it", arguments: [SIGTERM, SIGHUP, SIGINT])
    func signals(signal: Int32) throws {
        let supervisor = try RunningSupervisor(ShellTests.units)
        let terminal = try terminal(supervisor)
        try terminal.expect(ShellTests.prompt)
        kill(terminal.pid, signal)
        let status = try terminal.end()
        #expect(status >> 8 & 0xFF == (signal == SIGINT ? 0 : 128 + signal))
        #expect(terminal.isRestored)
    }

    @Test("edits nothing on a terminal that cannot, and shows no colours there")
    func dumb() throws {
        let supervisor = try RunningSupervisor(ShellTests.units)
        let terminal = try terminal(supervisor, type: "dumb")
        try terminal.expect("supervisor> ")
        #expect(!terminal.shown.contains("\u{1B}"))
        #expect(terminal.isRestored)
        terminal.type("quit\n")
        #expect(try terminal.end() == 0)
    }

    @Test("follows a command with -i")
    func interactive() throws {
        let supervisor = try RunningSupervisor(ShellTests.units)
        let terminal = try terminal(supervisor, ["-i", "version"])
        try terminal.expect("0.1.0")
        try terminal.expect(ShellTests.prompt)
        terminal.type("\u{3}")
        #expect(try terminal.end() == 0)
    }

    @Test("reads commands from a pipe without a prompt, and answers nothing but the commands")
    func pipe() throws {
        let supervisor = try RunningSupervisor(ShellTests.units)
        let client = RunningSupervisor.program("supervisorctl")
        let script =
            "printf 'version\\n\\nstop sleeper\\nnope' | '\(client)' --root '\(supervisor.root.path)'"
        let run = try Command.run("/bin/sh", ["-c", script])
        #expect(run.status == 0)
        #expect(run.output.contains("0.1.0\nsleeper: stopped\n"))
        #expect(run.output.contains("*** Unknown syntax: nope"))
        #expect(!run.output.contains("supervisor>"))
    }
}

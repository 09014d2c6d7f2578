import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

/// What a host does to a supervisor: no process to be had, no helper, a loader that dies, a full disk.
@Suite("When the host fails it, a supervisor", .serialized)
struct FailureTests {
    private static let user: UInt32 = 61_020

    private let programs: ProgramsForAnybody

    init() throws {
        programs = try ProgramsForAnybody(
            "supervisord",
            "supervisor-load",
            "supervisor-exec",
            "supervisorctl",
            "castellan-probe"
        )
    }

    private func sleeper(_ lines: String = "") -> String {
        "[Service]\n\(lines)\nExecStart=\(programs.path("castellan-probe")) sleep\n"
    }

    @Test(
        "waits for a process to be had where there is none, and does not count that as the service's failure"
    )
    func noProcess() throws {
        let supervisor = try RunningSupervisor(
            ["a.service": sleeper("Restart=on-failure\nStartLimitBurst=1")],
            settings: "[Manager]\nWarmHelpers=0\n",
            under: ["/usr/bin/prlimit", "--nproc=10"] + ProgramsForAnybody.user(FailureTests.user),
            daemon: programs.path("supervisord")
        ) { root in
            for path in [
                "", "/etc", "/etc/castellan", "/etc/castellan/units", "/etc/castellan/units/a.service",
                "/etc/castellan/supervisord.conf",
            ] {
                chown(root.path + path, FailureTests.user, FailureTests.user)
            }
        }
        let hog = ProgramsForAnybody.user(FailureTests.user) + [programs.path("castellan-probe"), "sleep"]
        var hogs: [pid_t] = []
        defer {
            for pid in hogs {
                kill(pid, SIGKILL)
                waitpid(pid, nil, 0)
            }
        }
        for _ in 0..<12 { hogs.append(try RunningSupervisor.spawn(hog, log: supervisor.root.path + "/hog")) }
        try supervisor.wait("the hogs") {
            try hogs.allSatisfy {
                try Files.processStatus($0)["Uid"]?.hasPrefix("\(FailureTests.user) ") == true
            }
        }
        let client = try ControlConnection(supervisor.control)
        try client.send(Request.start(UnitCommand(units: ["a"])).call().encoded())
        try supervisor.wait("the shortage to be told") {
            try supervisor.status("a").why.contains("the host is short of a resource")
        }
        for pid in hogs {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        hogs = []
        _ = try supervisor.runningPid("a")
        let status = try supervisor.status("a")
        #expect(status.summary.restarts == 0)
        #expect(status.summary.result == .success)
        #expect(try supervisor.history("a").isEmpty)
    }

    @Test("does not begin without the settings that it was told to use")
    func noSettings() throws {
        let folder = try ScratchFolder()
        let words = ["--root", folder.path, "-c", folder.path + "/slip.conf"]
        let run = try Command.run(RunningSupervisor.program("supervisord"), words)
        #expect(run.status == 1)
        #expect(
            run.output.hasSuffix(
                "cannot start: settings \(folder.path)/slip.conf: stat: No such file or directory\n"
            ),
            "\(run.output)"
        )
    }

    @Test("loads its units once there is a process to be had for it, when there was none at first")
    func noProcessForLoader() throws {
        let supervisor = try RunningSupervisor(
            [:],
            under: ["/usr/bin/prlimit", "--nproc=1:100"] + ProgramsForAnybody.user(FailureTests.user),
            daemon: programs.path("supervisord")
        ) { root in
            try root.write("etc/castellan/units/a.service", sleeper())
            for path in [
                "", "/etc", "/etc/castellan", "/etc/castellan/units", "/etc/castellan/units/a.service",
            ] {
                chown(root.path + path, FailureTests.user, FailureTests.user)
            }
        }
        try supervisor.wait("the refusal") {
            supervisor.log.contains("loading units: posix_spawn: Resource temp")
        }
        #expect(try supervisor.list().isEmpty)
        let permit = ["/usr/bin/prlimit", "--pid", "\(supervisor.pid)", "--nproc=100:100"]
        let words = ProgramsForAnybody.user(FailureTests.user) + permit
        #expect(try Command.run(words[0], Array(words.dropFirst())).status == 0)
        try supervisor.wait("the unit") { try supervisor.list().count == 1 }
    }

    @Test("keeps the units it has when the loader dies, and says so")
    func deadLoader() throws {
        let supervisor = try RunningSupervisor(
            ["a.service": sleeper()],
            daemon: programs.path("supervisord")
        )
        #expect(try supervisor.start("a").outcome == .done)
        let pid = try supervisor.runningPid("a")
        try programs.replace("supervisor-load", by: "#!/bin/sh\nkill -KILL $$\n")
        #expect(throws: ControlError.self) { try supervisor.ask(.reloadDaemon) }
        #expect(supervisor.log.contains("supervisor-load was killed by SIGKILL; the units stay as they were"))
        #expect(try supervisor.runningPid("a") == pid)
        #expect(try supervisor.stop("a").outcome == .done)
    }

    /// The helper that waits and is copied for every launch.
    private func forkServer(of supervisor: RunningSupervisor) throws -> Int32 {
        let children = try Files.text("/proc/\(supervisor.pid)/task/\(supervisor.pid)/children")
        let helper = children.split(separator: " ").compactMap { Int32($0) }.first {
            (try? Files.text("/proc/\($0)/comm")) == "supervisor-exec\n"
        }
        return try #require(helper)
    }

    @Test("goes on when the helper that it copies is killed")
    func deadForkServer() throws {
        let supervisor = try RunningSupervisor(
            ["a.service": sleeper(), "b.service": sleeper()],
            settings: "[Manager]\nWarmHelpers=0\n",
            daemon: programs.path("supervisord")
        )
        let first = try forkServer(of: supervisor)
        kill(first, SIGKILL)
        #expect(try supervisor.start("a").outcome == .done)
        let second = try forkServer(of: supervisor)
        #expect(second != first)
        kill(second, SIGSTOP)
        #expect(try supervisor.start("b").outcome == .done)
        #expect(try forkServer(of: supervisor) != second)
        #expect(try supervisor.list().map(\.state) == [.running, .running])
    }

    @Test("goes on when the helper is missing for a moment")
    func missingHelper() throws {
        let supervisor = try RunningSupervisor(
            ["a.service": sleeper()],
            settings: "[Manager]\nWarmHelpers=0\n",
            daemon: programs.path("supervisord")
        )
        try programs.hide("supervisor-exec")
        kill(try forkServer(of: supervisor), SIGKILL)
        let client = try ControlConnection(supervisor.control)
        try client.send(Request.start(UnitCommand(units: ["a"])).call().encoded())
        try supervisor.wait("the refusal") { supervisor.log.contains("a.service: no helper:") }
        try programs.show("supervisor-exec")
        _ = try supervisor.runningPid("a")
    }

    @Test("keeps its services and its records when its directories are full, and writes them later")
    func fullDisk() throws {
        let supervisor = try RunningSupervisor(
            ["a.service": sleeper("Restart=always\nRestartSec=0")],
            under: [
                "/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/sh", "-c",
                // The root is the last argument.
                "for last; do :; done; mkdir -p \"$last/var/lib\"; mount -t tmpfs -o size=64k none \"$last/var/lib\";"
                    + " mkdir \"$last/var/lib/castellan\"; dd if=/dev/zero of=\"$last/var/lib/fill\" bs=1k 2>/dev/null;"
                    + " exec \"$@\"", "sh",
            ],
            daemon: programs.path("supervisord")
        )
        #expect(try supervisor.start("a").outcome == .done)
        let first = try supervisor.runningPid("a")
        kill(first, SIGKILL)
        let second = try supervisor.runningPid("a", otherThan: first)
        #expect(try supervisor.history("a").map(\.pid) == [first])
        #expect(supervisor.log.contains("records wait in memory"))
        #expect(unlink("/proc/\(supervisor.pid)/root\(supervisor.root.path)/var/lib/fill") == 0)
        kill(second, SIGKILL)
        _ = try supervisor.runningPid("a", otherThan: second)
        #expect(try supervisor.history("a").map(\.pid) == [first, second])
        let journal = "/proc/\(supervisor.pid)/root\(supervisor.root.path)/var/lib/castellan/exits.journal"
        #expect(try Files.bytes(journal).count > 100)
    }

    @Test("ends what one that was killed left running, instead of starting a second beside it")
    func successor() throws {
        let root: ScratchFolder
        let first: Int32
        do {
            let supervisor = try RunningSupervisor(
                ["a.service": "[Service]\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=x.target\n"],
                daemon: programs.path("supervisord")
            )
            first = try supervisor.runningPid("a")
            root = supervisor.root
            kill(supervisor.pid, SIGKILL)
            _ = supervisor.waitForEnd()
        }
        #expect(kill(first, 0) == 0)
        let successor = try RunningSupervisor(at: root, daemon: programs.path("supervisord"))
        #expect(try successor.runningPid("a") != first)
        try successor.wait("the end of the first") { (try? Files.text("/proc/\(first)/comm")) == nil }
        #expect(successor.log.contains("processes that an earlier supervisor left"))
    }

    @Test("ends on SIGQUIT as on SIGTERM, and of no other signal but SIGKILL")
    func signals() throws {
        let supervisor = try RunningSupervisor(["a.service": sleeper()], daemon: programs.path("supervisord"))
        let harmless = Set(1...64 as ClosedRange<Int32>).subtracting([
            SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGKILL, SIGSTOP, 37,
        ])
        for number in harmless { #expect(kill(supervisor.pid, number) == 0) }
        #expect(try supervisor.start("a").outcome == .done)
        kill(supervisor.pid, SIGQUIT)
        #expect(supervisor.waitForEnd() == 0)
    }

    @Test("refuses to be the second on one tree, with the pid of the first")
    func second() throws {
        let supervisor = try RunningSupervisor(["a.service": sleeper()], daemon: programs.path("supervisord"))
        let other = try Command.run(programs.path("supervisord"), ["--root", supervisor.root.path])
        #expect(other.status == 1)
        #expect(other.output.contains("another supervisord (pid \(supervisor.pid)) holds"), "\(other)")
        #expect(try supervisor.list().count == 1)
    }
}

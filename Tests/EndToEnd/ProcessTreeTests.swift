import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A service where no cgroup can be made", .serialized)
struct ProcessTreeTests {
    /// A mount namespace of its own, in which there are no cgroups.
    static let withoutCgroups = [
        "/usr/bin/unshare", "--mount", "/bin/sh", "-c",
        "mount -t tmpfs none /sys/fs/cgroup && exec \"$@\"", "sh",
    ]

    private func supervisor(_ units: [String: String]) throws -> RunningSupervisor {
        try RunningSupervisor(units, under: ProcessTreeTests.withoutCgroups)
    }

    /// A service of two families, one below its main process, one that daemonised itself away. Its marker tells
    /// its processes apart from everybody's.
    private func family(_ marker: String, _ lines: String = "", tail: String = "sleep") -> String {
        """
        [Service]
        TimeoutStopSec=500ms
        \(lines)
        ExecStart=\(RunningSupervisor.probe) echo \(marker) then daemonize then \(tail)
        """
    }

    /// The living processes that were given the word as an argument.
    static func processes(with word: String) throws -> Set<Int32> {
        var found: Set<Int32> = []
        guard let directory = opendir("/proc") else { return [] }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            guard let pid = Int32(name), let line = try? Files.bytes("/proc/\(pid)/cmdline") else { continue }
            if line.split(separator: 0).contains(where: { $0.elementsEqual(word.utf8) }) { found.insert(pid) }
        }
        return found
    }

    private func marker(_ name: String) -> String { "castellan-\(name)-\(getpid())" }

    @Test(
        "is stopped whole, daemonised grandchildren too, whatever it does about SIGTERM",
        arguments: [
            ("KillMode=control-group", "sleep"), ("KillMode=mixed", "sleep"),
            ("KillMode=control-group", "fork-tree 2 3"), ("KillMode=mixed", "ignore-term"),
            ("KillMode=control-group", "ignore-term"),
        ]
    )
    func stop(mode: String, tail: String) throws {
        let mark = marker("stop")
        let supervisor = try supervisor(["tree.service": family(mark, mode, tail: tail)])
        #expect(supervisor.log.contains("supervising with process tree"))
        #expect(try supervisor.start("tree").outcome == .done)
        let wanted = tail.hasPrefix("fork-tree") ? 14 : 2
        try supervisor.wait("the family") { try ProcessTreeTests.processes(with: mark).count == wanted }
        #expect(try supervisor.stop("tree").outcome == .done)
        #expect(try ProcessTreeTests.processes(with: mark).isEmpty)
    }

    @Test("with KillMode=process loses its main process only, and what is left is reaped when it ends")
    func mainOnly() throws {
        let mark = marker("main")
        let supervisor = try supervisor(["tree.service": family(mark, "KillMode=process")])
        #expect(try supervisor.start("tree").outcome == .done)
        let main = try supervisor.runningPid("tree")
        try supervisor.wait("the family") { try ProcessTreeTests.processes(with: mark).count == 2 }
        #expect(try supervisor.stop("tree").outcome == .done)
        let left = try ProcessTreeTests.processes(with: mark)
        #expect(left.count == 1 && !left.contains(main))
        for pid in left { kill(pid, SIGKILL) }
        try supervisor.wait("the orphan to be reaped") { left.allSatisfy { kill($0, 0) != 0 } }
    }

    @Test("that crashes takes what it left behind with it before it is started again")
    func crash() throws {
        let mark = marker("crash")
        let supervisor = try supervisor([
            "tree.service": family(mark, "Restart=always\nRestartSec=10ms\nLimitCORE=0")
        ])
        #expect(try supervisor.start("tree").outcome == .done)
        let first = try supervisor.runningPid("tree")
        var before: Set<Int32> = []
        try supervisor.wait("the family") {
            before = try ProcessTreeTests.processes(with: mark)
            return before.count == 2
        }
        kill(first, SIGSEGV)
        _ = try supervisor.runningPid("tree", otherThan: first)
        #expect(try ProcessTreeTests.processes(with: mark).isDisjoint(with: before))
    }

    @Test("is told from its orphans by the invocation they carry, when it dies and they change their session")
    func sessions() throws {
        let mark = marker("session")
        let supervisor = try supervisor([
            "flee.service": """
            [Service]
            TimeoutStopSec=500ms
            ExecStart=/bin/sh -c '(setsid setsid \(RunningSupervisor.probe) echo \(mark) then sleep &) ; exit 3'
            """,
            "other.service": family(marker("other")),
        ])
        #expect(try supervisor.start("other").outcome == .done)
        let other = try supervisor.runningPid("other")
        _ = try supervisor.start("flee")
        try supervisor.wait("the failure") { try supervisor.status("flee").summary.result == .exitCode }
        try supervisor.wait("the end of the orphan") { try ProcessTreeTests.processes(with: mark).isEmpty }
        #expect(try supervisor.status("other").summary.pid == other)
    }

    @Test("cannot outrun being killed by forking")
    func forkStorm() throws {
        let mark = marker("storm")
        let supervisor = try supervisor([
            "storm.service": """
            [Service]
            User=61001
            LimitNPROC=100
            TimeoutStopSec=200ms
            ExecStart=\(RunningSupervisor.probe) echo \(mark) then fork-storm
            """
        ])
        #expect(try supervisor.start("storm").outcome == .done)
        try supervisor.wait("the storm") { try ProcessTreeTests.processes(with: mark).count > 90 }
        #expect(try supervisor.stop("storm").outcome == .done)
        #expect(try ProcessTreeTests.processes(with: mark).isEmpty)
    }

    @Test("as PID 1 of a namespace reaps everybody's orphans, and ends with status 0 on SIGTERM")
    func init1() throws {
        let mark = marker("init")
        let supervisor = try RunningSupervisor(
            ["tree.service": family(mark)],
            under: [
                "/usr/bin/unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "/bin/sh",
                "-c",
                "mount -t tmpfs none /sys/fs/cgroup && exec \"$@\"", "sh",
            ]
        )
        #expect(try supervisor.start("tree").outcome == .done)
        let daemon = try #require(try children(of: supervisor.pid).first)
        // A stranger comes in as `docker exec` would, and leaves an orphan behind.
        let strangers = marker("stranger")
        let entered = try Command.run(
            "/usr/bin/nsenter",
            [
                "--target", "\(daemon)", "--pid", "--mount", "/bin/sh", "-c",
                "(setsid \(RunningSupervisor.probe) echo \(strangers) then sleep 0.2 >/dev/null 2>&1 &); exit 0",
            ]
        )
        #expect(entered.status == 0, "\(entered.output)")
        try supervisor.wait("the stranger to be adopted") {
            try ProcessTreeTests.processes(with: strangers).allSatisfy {
                try children(of: daemon).contains($0)
            }
        }
        try supervisor.wait("the stranger to be reaped") { try zombies(of: daemon).isEmpty }
        #expect(try supervisor.stop("tree").outcome == .done)
        #expect(try ProcessTreeTests.processes(with: mark).isEmpty)
        kill(daemon, SIGTERM)
        #expect(supervisor.waitForEnd() == 0)
    }

    private func children(of pid: Int32) throws -> [Int32] {
        try Files.text("/proc/\(pid)/task/\(pid)/children").split(separator: " ").compactMap { Int32($0) }
    }

    private func zombies(of pid: Int32) throws -> [Int32] {
        try children(of: pid).filter { (try? Files.processStatus($0))?["State"]?.hasPrefix("Z") == true }
    }
}

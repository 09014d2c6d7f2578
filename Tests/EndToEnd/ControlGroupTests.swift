import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A service in a cgroup of its own", .serialized)
struct ControlGroupTests {
    private static let sleeper = "[Service]\nExecStart=/bin/sleep 1000\n"

    /// What a unit's processes are asked to end with is all that ends them.
    private static let politely = "[Service]\nSendSIGKILL=no\nTimeoutStopSec=15\n"

    /// Where the hierarchy is mounted.
    private let mount =
        Files.exists("/sys/fs/cgroup/cgroup.procs") ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified"

    /// The cgroup that holds those of the supervisor's units, found by way of one that runs.
    private func base(_ supervisor: RunningSupervisor, _ unit: String) throws -> String {
        let group = try #require(try supervisor.status(unit).controlGroup)
        let folders = group.split(separator: "/")
        let own = try #require(folders.firstIndex(of: "\(unit).service"))
        return "/" + folders[..<own].joined(separator: "/")
    }

    private func write(_ text: String, to path: String) throws {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        defer { close(file) }
        try #require(Glibc.write(file, text, text.utf8.count) == text.utf8.count, "\(path): \(errno)")
    }

    @Test("waits until one can be made where the host permits no more of them")
    func shortage() throws {
        let supervisor = try RunningSupervisor([
            "first.service": ControlGroupTests.sleeper, "web.service": ControlGroupTests.sleeper,
        ])
        #expect(try supervisor.start("first").outcome == .done)
        let base = try base(supervisor, "first")
        // As many as there are.
        let count = try #require(
            try Files.lines(base + "/cgroup.stat").first { $0.hasPrefix("nr_descendants ") }
        )
        try write(String(count.dropFirst("nr_descendants ".count)), to: base + "/cgroup.max.descendants")
        let client = try ControlConnection(supervisor.control)
        try client.send(Request.start(UnitCommand(units: ["web"])).call().encoded())
        try supervisor.wait("the shortage to be told") {
            try supervisor.status("web").why.contains("the host is short of a resource")
        }
        #expect(try supervisor.status("web").summary.pid == nil, "not outside its cgroup")
        try write("max", to: base + "/cgroup.max.descendants")
        _ = try supervisor.runningPid("web")
        let group = try #require(try supervisor.status("web").controlGroup)
        #expect(group.hasPrefix(base + "/web.service"))
    }

    @Test("is not started outside it where it cannot be made")
    func readOnly() throws {
        let supervisor = try RunningSupervisor(
            ["first.service": ControlGroupTests.sleeper, "web.service": ControlGroupTests.sleeper],
            under: ["/usr/bin/unshare", "--mount", "--propagation", "private"]
        )
        #expect(try supervisor.start("first").outcome == .done)
        let script = "mount --bind \(mount) \(mount) && mount -o remount,bind,ro \(mount)"
        let command = [
            "/usr/bin/nsenter", "--mount", "--target", String(supervisor.pid), "/bin/sh", "-c", script,
        ]
        let log = supervisor.root.path + "/mount"
        var status: Int32 = 0
        waitpid(try RunningSupervisor.spawn(command, log: log), &status, 0)
        try #require(status == 0, "\((try? Files.text(log)) ?? "")")
        let result = try supervisor.start("web")
        #expect(result.outcome == .failed && result.failedStep == "control-group", "\(result)")
        #expect(result.message.contains("Read-only file system"), "\(result.message)")
        #expect(try supervisor.status("web").summary.pid == nil)
    }

    @Test("gets it although somebody removed the supervisor's own, which was empty")
    func removed() throws {
        let supervisor = try RunningSupervisor(["web.service": ControlGroupTests.sleeper])
        #expect(try supervisor.start("web").outcome == .done)
        let base = try base(supervisor, "web")
        #expect(try supervisor.stop("web").outcome == .done)
        try supervisor.wait("its cgroup to go") { rmdir(base) == 0 || errno == ENOENT }
        #expect(try supervisor.start("web").outcome == .done)
        #expect(try #require(try supervisor.status("web").controlGroup).hasPrefix(base))
    }

    @Test("is asked to end with every process it has, be they more than the supervisor may open")
    func many() throws {
        let supervisor = try RunningSupervisor(
            [
                "web.service": ControlGroupTests.politely
                    + "ExecStart=/bin/sh -c 'for i in $(seq 200); do sleep 1000 & done; wait'\n"
            ],
            under: ["/usr/bin/prlimit", "--nofile=64"]
        )
        #expect(try supervisor.start("web").outcome == .done)
        let group = try #require(try supervisor.status("web").controlGroup)
        try supervisor.wait("its processes") { try Files.lines(group + "/cgroup.procs").count == 201 }
        #expect(try supervisor.stop("web").outcome == .done)
        #expect(!Files.exists(group))
    }

    @Test(
        "says so where the kernel lets nobody name a process for good, instead of signalling nobody in silence"
    )
    func withoutDescriptors() throws {
        let pidfdOpen = "434"
        let supervisor = try RunningSupervisor(
            [
                "web.service":
                    "[Service]\nTimeoutStopSec=2\nExecStart=/bin/sh -c 'setsid sleep 1000 & exec sleep 1000'\n"
            ],
            under: [RunningSupervisor.probe, "without-call", pidfdOpen]
        )
        #expect(supervisor.log.contains("processes cannot be named by descriptor (pidfd_open: "))
        #expect(try supervisor.start("web").outcome == .done)
        let group = try #require(try supervisor.status("web").controlGroup)
        try supervisor.wait("its second process") { try Files.lines(group + "/cgroup.procs").count == 2 }
        #expect(try supervisor.stop("web").outcome == .done)
        #expect(
            supervisor.log.contains("SIGTERM to the processes of \(group): pidfd_open: "),
            "\(supervisor.log)"
        )
        #expect(!Files.exists(group), "it ended whole nonetheless")
    }

    @Test("is asked to end with what it put into cgroups below its own, which go with it")
    func below() throws {
        let script =
            "g=$MOUNT$(sed -n s/^0:://p /proc/self/cgroup); mkdir -p $g/deep/er; sleep 1000 & echo $! > $g/deep/er/cgroup.procs; exec sleep 1000"
        let supervisor = try RunningSupervisor([
            "web.service": ControlGroupTests.politely
                + "Environment=MOUNT=\(mount)\nExecStart=/bin/sh -c '\(script)'\n"
        ])
        #expect(try supervisor.start("web").outcome == .done)
        let group = try #require(try supervisor.status("web").controlGroup)
        try supervisor.wait("its cgroups") {
            let inner = group + "/deep/er"
            return try Files.exists(inner) && !Files.lines(inner + "/cgroup.procs").isEmpty
        }
        #expect(try supervisor.stop("web").outcome == .done)
        #expect(!Files.exists(group))
    }
}

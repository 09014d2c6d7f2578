import ControlProtocol
import Glibc
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@Suite("The programs, where a static Swift program might trip", .serialized)
struct StartUpTests {
    /// What a program says when it is started without anything around it.
    struct Greeting: Sendable, CustomStringConvertible {
        let program: String
        let arguments: [String]
        let status: Int32
        let output: String

        var description: String { program }
    }

    /// The helper is run by the daemon only and takes no argument: it says so.
    private static let helper = "supervisor-exec: started by supervisord only, see supervisor-exec(8)\n"

    private static let greetings =
        ["supervisord", "supervisor-load", "supervisorctl"].map {
            Greeting(program: $0, arguments: ["--version"], status: 0, output: "\($0) \(Version.current)\n")
        } + [Greeting(program: "supervisor-exec", arguments: [], status: 202, output: helper)]

    @Test(
        "run in an empty root without /proc",
        .enabled(if: getenv("CASTELLAN_BIN") != nil, "needs the static release build"),
        arguments: greetings
    )
    func emptyRoot(greeting: Greeting) throws {
        let folder = try ScratchFolder()
        let path = RunningSupervisor.program(greeting.program)
        try folder.write("program", try Files.wholeFile(path), mode: 0o755)
        let run = try Command.run(
            "/usr/sbin/chroot",
            [folder.path, "/program"] + greeting.arguments,
            environment: []
        )
        #expect(run.status == greeting.status)
        #expect(run.output == greeting.output)
    }

    @Test(
        "run with an empty environment, arguments intact",
        arguments: ["supervisord", "supervisor-load", "supervisorctl"]
    )
    func emptyEnvironment(program: String) throws {
        let run = try Command.run(RunningSupervisor.program(program), ["--bogus"], environment: [])
        #expect(run.status == 2)
        #expect(run.output.contains("--bogus"))
    }

    /// The runtime's variables, as somebody might set them who wants root to run `evil`.
    private func hostile(_ evil: String) -> [String] {
        ["SWIFT_BACKTRACE=enable=yes,swift-backtrace=\(evil)", "SWIFT_DEBUG_HELP=YES", "SWIFT_ROOT=/tmp"]
    }

    @Test(
        "ignore variables that steer the runtime",
        .enabled(if: getenv("CASTELLAN_BIN") != nil, "needs the static release build"),
        arguments: greetings
    )
    func hostileVariables(greeting: Greeting) throws {
        let run = try Command.run(
            RunningSupervisor.program(greeting.program),
            greeting.arguments,
            environment: hostile("/bin/false")
        )
        #expect(run.status == greeting.status)
        #expect(run.output == greeting.output, "the runtime printed its help")
    }

    @Test(
        "run no backtracer when they crash, whatever the environment says",
        .enabled(if: getenv("CASTELLAN_BIN") != nil, "needs the static release build")
    )
    func crash() throws {
        let folder = try ScratchFolder()
        try folder.write("evil", "#!/bin/sh\ntouch \(folder.path)/ran\n", mode: 0o755)
        // Nobody ever accepts: the client waits for its answer until it is made to crash.
        let socket = try ListeningSocket(path: folder.path + "/silent", backlog: 1)
        defer { withExtendedLifetime(socket) {} }
        let words = [RunningSupervisor.program("supervisorctl"), "-s", folder.path + "/silent", "status"]
        let client = try RunningSupervisor.spawn(
            ["/usr/bin/env", "-i"] + hostile(folder.path + "/evil") + words,
            log: folder.path + "/log"
        )
        let deadline = RunningSupervisor.now() + 20
        while (try? Files.text("/proc/\(client)/wchan"))?.contains("poll") != true {
            try #require(RunningSupervisor.now() < deadline, "the client does not wait")
            usleep(1_000)
        }
        kill(client, SIGSEGV)
        var status: Int32 = 0
        #expect(waitpid(client, &status, 0) == client && status & 0x7F == SIGSEGV)
        #expect(!Files.exists(folder.path + "/ran"))
        // Such a program is one that a crash would run where nothing kept it from that.
        #expect(try Command.run(folder.path + "/evil", []).status == 0)
        #expect(Files.exists(folder.path + "/ran"))
    }

    @Test(
        "supervise in a root that has nothing but them, without /proc, /dev and cgroups, whatever streams are open",
        .enabled(if: getenv("CASTELLAN_BIN") != nil, "needs the static release build"),
        arguments: ["", "1>&- 2>&-"]
    )
    func nothingElse(streams: String) throws {
        let folder = try ScratchFolder()
        chmod(folder.path, 0o755)
        for program in ["supervisord", "supervisor-load", "supervisor-exec", "supervisorctl"] {
            try folder.write(program, try Files.wholeFile(RunningSupervisor.program(program)), mode: 0o755)
        }
        try folder.write("probe", try Files.wholeFile(RunningSupervisor.probe), mode: 0o755)
        for name in ["etc", "etc/castellan", "etc/castellan/units"] { mkdir(folder.path + "/" + name, 0o755) }
        let mark = "castellan-nothing-\(getpid())"
        try folder.write(
            "etc/castellan/units/web.service",
            "[Service]\nUser=65534\nExecStart=/probe echo \(mark) then fork-tree 1 2\n[Install]\nWantedBy=x.target\n"
        )
        let script =
            "exec env -i /usr/bin/unshare --pid --fork --kill-child=TERM /usr/sbin/chroot \(folder.path) /supervisord \(streams)"
        let pid = try RunningSupervisor.spawn(["/bin/sh", "-c", script], log: folder.path + "/log")
        func wait(_ what: String, _ condition: () throws -> Bool) throws {
            let deadline = RunningSupervisor.now() + 20
            while try !condition() {
                let log = (try? Files.text(folder.path + "/log")) ?? ""
                try #require(RunningSupervisor.now() < deadline, "waited for \(what): \(log)")
                usleep(5_000)
            }
        }
        try wait("the family") { try ProcessTreeTests.processes(with: mark).count == 3 }
        if streams.isEmpty { #expect(try Files.text(folder.path + "/log").contains("/proc is not mounted")) }
        let control = folder.path + "/run/castellan/control"
        let stop = try ControlConnection(control).ask(.stop(UnitCommand(units: ["web"])))
        #expect(try UnitResults(stop).results.map(\.outcome) == [.done])
        try wait("the end of the family") { try ProcessTreeTests.processes(with: mark).isEmpty }
        _ = try ControlConnection(control).ask(.shutdown)
        var status: Int32 = 0
        #expect(waitpid(pid, &status, 0) == pid && status == 0)
    }
}

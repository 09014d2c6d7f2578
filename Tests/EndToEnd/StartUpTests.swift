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
        let run = try Command.run(
            "/usr/bin/timeout",
            [
                "--preserve-status", "--signal=SEGV", "0.3", RunningSupervisor.program("supervisorctl"), "-s",
                folder.path + "/silent", "status",
            ],
            environment: hostile(folder.path + "/evil")
        )
        #expect(run.status == 128 + SIGSEGV, "\(run)")
        #expect(!Files.exists(folder.path + "/ran"))
    }
}

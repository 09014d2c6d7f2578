import Glibc
import TestSupport
import Testing

@Suite("The programs, where a static Swift program might trip", .serialized)
struct StartUpTests {
    private static let programs = ["supervisord", "supervisor-load"]

    @Test(
        "run in an empty root without /proc",
        .enabled(if: getenv("CASTELLAN_BIN") != nil, "needs the static release build"),
        arguments: programs
    )
    func emptyRoot(program: String) throws {
        let folder = try ScratchFolder()
        let path = RunningSupervisor.program(program)
        try folder.write("program", try Files.wholeFile(path), mode: 0o755)
        let run = try Command.run(
            "/usr/sbin/chroot",
            [folder.path, "/program", "--version"],
            environment: []
        )
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.hasPrefix(program))
    }

    @Test("run with an empty environment, arguments intact", arguments: programs)
    func emptyEnvironment(program: String) throws {
        let run = try Command.run(RunningSupervisor.program(program), ["--bogus"], environment: [])
        #expect(run.status == 2)
        #expect(run.output.contains("--bogus"))
    }

    @Test(
        "ignore variables that would make the runtime run a program",
        .enabled(if: getenv("CASTELLAN_BIN") != nil, "needs the static release build"),
        arguments: programs
    )
    func hostileVariables(program: String) throws {
        let folder = try ScratchFolder()
        try folder.write("evil", "#!/bin/sh\ntouch \(folder.path)/ran\n", mode: 0o755)
        let variables = [
            "SWIFT_BACKTRACE=enable=yes,swift-backtrace=\(folder.path)/evil", "SWIFT_DEBUG_HELP=YES",
            "SWIFT_ROOT=/tmp",
        ]
        let run = try Command.run(RunningSupervisor.program(program), ["--version"], environment: variables)
        #expect(run.status == 0)
        #expect(run.output.split(separator: "\n").count == 1, "the runtime printed its help: \(run.output)")
        #expect(!Files.exists(folder.path + "/ran"))
    }
}

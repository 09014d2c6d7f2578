import Glibc
import LaunchProtocol
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@Suite("Standard streams and open files")
struct StreamTests {
    private let user: UInt32 = 64321

    @Test("standard input is null, bytes, or a file")
    func input() throws {
        var scenario = try Scenario()
        scenario.arguments = ["probe", "read-fd", "0"]
        #expect(try scenario.run().output == "")
        scenario.plan.streams.input = .data(Array("given\n".utf8))
        #expect(try scenario.run().output == "given\n")
        try scenario.scratch.write("input", "from a file\n")
        scenario.plan.streams.input = .file(scenario.scratch.path + "/input")
        #expect(try scenario.run().output == "from a file\n")
    }

    @Test("standard input that does not exist stops the launch")
    func missingInput() throws {
        var scenario = try Scenario()
        for missing in ["/missing", "/missing/file"] {
            let path = scenario.scratch.path + missing
            scenario.plan.streams.input = .file(path)
            let run = try scenario.run()
            #expect(run.failedStep == .standardInput)
            #expect(run.failedDetail?.hasSuffix(path) == true)
            #expect(run.end == .exited(208))
        }
    }

    @Test("output is written over, appended to, or truncated")
    func output() throws {
        var scenario = try Scenario()
        scenario.arguments = ["probe", "echo", "new"]
        let path = scenario.scratch.path + "/log"
        for (output, expected) in [
            (StandardStreams.Output.file(path), "new\nlog\n"), (.append(path), "old log\nnew\n"),
            (.truncate(path), "new\n"),
        ] {
            try scenario.scratch.write("log", "old log\n")
            scenario.plan.streams.output = output
            _ = try scenario.run()
            #expect(scenario.text("log") == expected)
        }
    }

    @Test("standard error goes where standard output goes, in one open file")
    func error() throws {
        var scenario = try Scenario()
        scenario.arguments = ["probe", "echo", "out", "then", "cat", "/nonexistent"]
        let path = scenario.scratch.path + "/output"
        for error in [StandardStreams.Output.inherit, .truncate(path)] {
            scenario.plan.streams.error = error
            let run = try scenario.run()
            #expect(run.output.contains("out\n"))
            #expect(run.output.contains("/nonexistent: No such file"))
        }
    }

    @Test("a new log in a directory of root's is root's")
    func newLog() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(user)
        _ = try scenario.run()
        #expect(scenario.owner("output") == "100644 0 0")
    }

    @Test("in a directory of the service's user a log is opened as that user, and no link is followed")
    func plantedLink() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(user)
        scenario.arguments = ["probe", "echo", "planted"]
        try scenario.makeDirectory("own", owner: user)
        try scenario.scratch.write("secret", "secret", mode: 0o600)
        let log = scenario.scratch.path + "/own/log"
        scenario.plan.streams.output = .append(log)
        _ = try scenario.run()
        #expect(scenario.text("own/log") == "planted\n")
        #expect(scenario.owner("own/log") == "100644 \(user) \(user)")
        unlink(log)
        for plant in [symlink, link] {
            #expect(plant(scenario.scratch.path + "/secret", log) == 0)
            let run = try scenario.run()
            #expect(run.failedStep == .standardOutput)
            #expect(run.end == .exited(209))
            #expect(scenario.text("secret") == "secret")
            unlink(log)
        }
    }

    @Test("in a directory that everybody can write, links, hard links and pipes are refused even for root")
    func plantedForRoot() throws {
        var scenario = try Scenario()
        try scenario.makeDirectory("shared", mode: 0o1777)
        try scenario.scratch.write("secret", "secret", mode: 0o600)
        let log = scenario.scratch.path + "/shared/log"
        scenario.plan.streams.output = .truncate(log)
        #expect(symlink(scenario.scratch.path + "/secret", log) == 0)
        #expect(try scenario.run().failedErrno == ELOOP)
        unlink(log)
        #expect(link(scenario.scratch.path + "/secret", log) == 0)
        #expect(try scenario.run().failedErrno == EMLINK)
        unlink(log)
        #expect(mkfifo(log, 0o666) == 0)
        #expect(try scenario.run().failedStep == .standardOutput)
        #expect(scenario.text("secret") == "secret")
    }

    @Test("where only root can write, a link is the administrator's and is followed")
    func trustedLink() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(user)
        scenario.arguments = ["probe", "echo", "through"]
        try scenario.makeDirectory("elsewhere")
        #expect(symlink("elsewhere", scenario.scratch.path + "/logs") == 0)
        #expect(symlink("../elsewhere/real", scenario.scratch.path + "/elsewhere/log") == 0)
        scenario.plan.streams.output = .append(scenario.scratch.path + "/logs/log")
        _ = try scenario.run()
        #expect(scenario.text("elsewhere/real") == "through\n")
    }

    @Test("open files begin at 3, with their names, and may be streams too")
    func openFiles() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(user)
        try scenario.scratch.write("one", "first\n", mode: 0o600)
        try scenario.scratch.write("two", "second\n", mode: 0o600)
        scenario.plan.openFiles = [
            OpenFile(path: scenario.scratch.path + "/one", name: "one", options: .readOnly),
            OpenFile(path: scenario.scratch.path + "/missing", name: "none", options: .graceful),
            OpenFile(path: scenario.scratch.path + "/two", name: "two", options: [.append]),
        ]
        scenario.plan.streams.input = .namedDescriptor("one")
        scenario.arguments = ["probe", "report", "then", "read-fd", "3"]
        let run = try scenario.run()
        #expect(
            run.lines("fd").map { String($0.prefix(8)) } == [
                "0 r file", "1 w file", "2 w file", "3 r file", "4 rwa fi",
            ]
        )
        #expect(run.variable("LISTEN_FDS") == "2")
        #expect(run.variable("LISTEN_FDNAMES") == "one:two")
        #expect(run.variable("LISTEN_PID") == run["pid"])
        #expect(run.output.hasSuffix("first\n"))
    }

    @Test("an open file that is missing stops the launch unless that is graceful")
    func missingOpenFile() throws {
        var scenario = try Scenario()
        scenario.plan.openFiles = [OpenFile(path: scenario.scratch.path + "/missing", name: "x", options: [])]
        let run = try scenario.run()
        #expect(run.failedStep == .openFiles)
        #expect(run.failedErrno == ENOENT)
        #expect(run.end == .exited(202))
    }

    @Test("a named descriptor that nobody opened stops the launch")
    func unknownName() throws {
        var scenario = try Scenario()
        scenario.plan.streams.error = .namedDescriptor("nothing")
        let run = try scenario.run()
        #expect(run.failedStep == .standardError)
        #expect(run.end == .exited(222))
    }

    @Test("/dev/stdout is the supervisor's own stream, not a file to open anew")
    func ownStream() throws {
        var scenario = try Scenario()
        scenario.plan.streams.error = .file("/dev/stdout")
        scenario.arguments = ["probe", "cat", "/nonexistent"]
        #expect(try scenario.run().output.contains("/nonexistent"))
    }
}

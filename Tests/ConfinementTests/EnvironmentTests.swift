import Glibc
import LaunchProtocol
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@testable import Confinement

@Suite("The environment of a service")
struct EnvironmentTests {
    @Test("nothing of the supervisor's own environment comes through by itself")
    func minimal() throws {
        var scenario = try Scenario()
        scenario.context.managerEnvironment = [.init(name: "SECRET", value: "x")]
        scenario.context.variables = [.init(name: "INVOCATION_ID", value: "0123")]
        let run = try scenario.run()
        #expect(
            run.lines("env") == [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "INVOCATION_ID=0123",
            ]
        )
    }

    @Test(
        "later sources win: the supervisor, PassEnvironment=, Environment=, files; UnsetEnvironment= is last"
    )
    func order() throws {
        var scenario = try Scenario()
        try scenario.scratch.write("one.env", "E=file\nF='quoted value'\nG=gone\n")
        try scenario.scratch.write("two.env", "F=second\n")
        try scenario.scratch.write(".hidden.env", "F=hidden\n")
        scenario.context.variables = ["A", "B", "C"].map { .init(name: $0, value: "supervisor") }
        scenario.context.managerEnvironment = ["B", "C", "D"].map { .init(name: $0, value: "passed") }
        scenario.plan.environment.passed = ["B", "C", "MISSING"]
        scenario.plan.environment.assignments = ["C", "E", "H"].map { .init(name: $0, value: "unit") }
        scenario.plan.environment.files = [
            .init(path: scenario.scratch.path + "/*.env", isOptional: false),
            .init(path: scenario.scratch.path + "/missing", isOptional: true),
        ]
        scenario.plan.environment.removals = [
            .init(name: "G", value: nil), .init(name: "H", value: "other"),
            .init(name: "A", value: "supervisor"),
        ]
        let run = try scenario.run()
        let expected = [
            ("A", nil), ("B", "passed"), ("C", "unit"), ("D", nil), ("E", "file"), ("F", "second"),
            ("G", nil),
            ("H", "unit"),
        ]
        for (name, value) in expected { #expect(run.variable(name) == value, "\(name)") }
    }

    @Test("a file that is missing stops the launch unless it is optional")
    func missing() throws {
        var scenario = try Scenario()
        for path in ["/missing", "/*.missing"] {
            scenario.plan.environment.files = [.init(path: scenario.scratch.path + path, isOptional: false)]
            let run = try scenario.run()
            #expect(run.failedStep == .environment)
            #expect(run.end == .exited(255))
        }
    }

    @Test("a pipe in the place of a file stops the launch instead of keeping it waiting")
    func pipe() throws {
        var scenario = try Scenario()
        let path = scenario.scratch.path + "/pipe"
        try #require(mkfifo(path, 0o600) == 0)
        scenario.plan.environment.files = [.init(path: path, isOptional: true)]
        let run = try scenario.run()
        #expect(run.failedStep == .environment)
        #expect(run.failedDetail == path + " is a pipe, not a file")
    }

    @Test("login variables come with a user, or when asked for", arguments: [true, false, nil])
    func login(wanted: Bool?) throws {
        var scenario = try Scenario()
        scenario.plan.identity.setsLoginEnvironment = wanted
        #expect(try scenario.run().variable("HOME") == (wanted == true ? "/root" : nil))
        scenario.plan.identity.user = .name("daemon")
        scenario.plan.environment.assignments = [.init(name: "HOME", value: "/unit")]
        let run = try scenario.run()
        #expect(run.variable("HOME") == "/unit", "what a unit sets itself wins")
        #expect(run.variable("USER") == (wanted == false ? nil : "daemon"))
        #expect(run.variable("LOGNAME") == (wanted == false ? nil : "daemon"))
        #expect(run.variable("SHELL") == (wanted == false ? nil : "/usr/sbin/nologin"))
    }

    @Test("variables are expanded in arguments unless ':' switches that off", arguments: [true, false])
    func expansion(expands: Bool) throws {
        var scenario = try Scenario()
        scenario.plan.environment.assignments = [.init(name: "WORDS", value: "a b")]
        let command = ExecCommand(
            path: Scenario.probe,
            arguments: ["probe", "args", "then", "echo", "$WORDS", "${WORDS}"],
            expandsVariables: expands
        )
        scenario.task = .execute(command)
        let arguments = try scenario.run().lines("arg")
        #expect(
            arguments.suffix(expands ? 3 : 2)
                == (expands ? ["4 a", "5 b", "6 a b"] : ["4 $WORDS", "5 ${WORDS}"])
        )
    }
}

@Suite("Wildcards in paths")
struct WildcardTests {
    @Test(
        "match as glob(7) has it",
        arguments: [
            ("*.env", "a.env", true), ("*.env", ".env", false), (".*", ".env", true), ("a?c", "abc", true),
            ("a?c", "ac", false), ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[]]", "]", true),
            ("[", "[", true), ("a\\*", "a*", true), ("a\\*", "ab", false), ("**a*", "bba", true),
            ("", "", true),
            ("*", "", true), ("a", "", false),
        ]
    )
    func matches(pattern: String, name: String, expected: Bool) {
        #expect(WildcardPattern(pattern).matches(name) == expected)
    }

    @Test("a pattern of many stars ends")
    func manyStars() {
        let pattern = String(repeating: "*a", count: 40) + "b"
        #expect(!WildcardPattern(pattern).matches(String(repeating: "a", count: 250)))
    }
}

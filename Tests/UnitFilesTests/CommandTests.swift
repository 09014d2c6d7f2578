import ServiceModel
import Testing
import UnitFiles

@Suite("Command lines")
struct CommandTests {
    @Test(
        "split into words as systemd splits them",
        arguments: [
            ("/bin/echo one \"two two\" 'three  three'", ["/bin/echo", "one", "two two", "three  three"]),
            ("/bin/echo a\"b c\"d", ["/bin/echo", "ab cd"]),
            ("/bin/echo / >/dev/null & \\; /bin/ls", ["/bin/echo", "/", ">/dev/null", "&", ";", "/bin/ls"]),
            ("/bin/echo \"\" ''", ["/bin/echo", "", ""]),
            ("/bin/echo \\x41\\102\\u00e9\\U0001F600\\s\\t\\\\", ["/bin/echo", "AB\u{e9}\u{1F600} \t\\"]),
            ("/bin/echo \\a\\b\\f\\n\\r\\v\\\"\\'", ["/bin/echo", "\u{7}\u{8}\u{c}\n\r\u{b}\"'"]),
            ("/bin/echo ${ONE} $TWO $$", ["/bin/echo", "${ONE}", "$TWO", "$$"]),
            ("/bin/echo ';' a;b", ["/bin/echo", ";", "a;b"]),
            ("/bin/a 'b c' \"d\\te\" %p", ["/bin/a", "b c", "d\te", "web"]),
            ("echo %% %n %i", ["echo", "%", "web.service", ""]),
        ]
    )
    func words(line: String, words: [String]) {
        let result = read("[Service]\nExecStart=\(line)\n")
        #expect(result.findings.isEmpty)
        #expect(result.start?.arguments == words)
    }

    @Test(
        "take every prefix in any order",
        arguments: [
            ("-/bin/a", true, true, ExecCommand.Privilege.confined), (":/bin/a", false, false, .confined),
            ("+/bin/a", false, true, .full), ("!/bin/a", false, true, .keepsUser),
            ("!!/bin/a", false, true, .keepsUserWithoutAmbient), ("-:+/bin/a", true, false, .full),
            ("!:-/bin/a", true, false, .keepsUser), (":!-!/bin/a", true, false, .keepsUserWithoutAmbient),
        ]
    )
    func prefixes(line: String, ignores: Bool, expands: Bool, privilege: ExecCommand.Privilege) {
        let wanted = ExecCommand(
            path: "/bin/a",
            arguments: ["/bin/a"],
            ignoresFailure: ignores,
            expandsVariables: expands,
            privilege: privilege
        )
        #expect(read("[Service]\nExecStart=\(line)\n").start == wanted)
        let named = read("[Service]\nExecStart=@\(line) name arg\n").start
        #expect(named?.path == "/bin/a")
        #expect(named?.arguments == ["name", "arg"])
        #expect(named?.privilege == privilege)
    }

    @Test(
        "keep what is no escape and no specifier as it is written, as systemd does, and say so",
        arguments: [
            ("/bin/sed 's/\\./\\q/'", "s/\\./\\q/"), ("/bin/find \"-exec rm {} \\;\"", "-exec rm {} \\;"),
            ("/bin/find {}\\;", "{}\\;"), ("/bin/a b\\ c", "b\\ c"), ("/bin/a \\xzz", "\\xzz"),
            ("/bin/date +%F", "+%F"), ("/bin/date 100%", "100%"), ("/bin/date %é", "%é"),
        ]
    )
    func unknown(line: String, argument: String) {
        let result = read("[Service]\nExecStart=\(line)\n")
        #expect(result.start?.arguments.dropFirst() == [argument])
        #expect(!result.hasErrors)
        #expect(result.findings.count == 1)
    }

    @Test("hold several commands in a line and in lines")
    func several() {
        let result = read("[Service]\nType=oneshot\nExecStart=/bin/a 1 ; -/bin/b 2;\nExecStart=/bin/c\n")
        #expect(
            result.commands(.start).map(\.arguments) == [["/bin/a", "1"], ["/bin/b", "2;"], ["/bin/c"]]
        )
        #expect(result.definition.policy.commands(of: .start).ignoresFailure == [false, true, false])
        #expect(result.findings.isEmpty)
    }

    @Test(
        "refuse the unit when one cannot be understood",
        arguments: [
            "relative/path", "+!/bin/a", "@/bin/a", "/bin/a \"open", "/bin/dir/", "..", "-",
            "|/bin/a",
            "!!!/bin/a", "/bin/../a",
        ]
    )
    func refused(line: String) {
        let result = service("ExecStartPre=\(line)")
        #expect(result.hasErrors)
        #expect(result.commands(.startPre).isEmpty)
        // That there is no command then is no second finding.
        #expect(
            read("[Service]\nRestart=always\nExecStart=\(line)\n").diagnostics.map(\.severity) == [.error]
        )
    }

    @Test(
        "are required as systemd requires them",
        arguments: [
            ("", "error: the unit has neither ExecStart= nor ExecStop="),
            ("ExecStart=/bin/a\nExecStartPre=;", "web.service:3:14: error: ExecStartPre= names no program"),
            ("ExecStop=/bin/a", "error: a unit without ExecStart= needs RemainAfterExit=yes"),
            (
                "ExecStart=/bin/a\nExecStart=/bin/b",
                "web.service:3:1: error: more than one ExecStart= is for Type=oneshot only"
            ),
            (
                "Type=oneshot\nRestart=always\nExecStart=/bin/a",
                "web.service:3:1: error: Restart=always and on-success make no sense with Type=oneshot, which ends by itself"
            ),
        ]
    )
    func required(lines: String, finding: String) {
        #expect(read("[Service]\n\(lines)\n").findings == [finding])
    }

    @Test("cannot be left out for an action that is not carried out")
    func onlyAction() {
        let result = read("[Unit]\nSuccessAction=exit\n[Service]\nType=oneshot\n")
        let finding = "the unit has no command, only a SuccessAction=, which is not enforced yet"
        #expect(result.findings == ["web.service:2:1: error: " + finding])
    }

    @Test("make a unit that only stops something a oneshot, which starts without limit of time")
    func onlyStop() {
        let result = read("[Service]\nRemainAfterExit=yes\nExecStop=/bin/a\n")
        #expect(result.findings.isEmpty)
        #expect(result.definition.policy.startup == .oneshot)
        #expect(result.definition.policy.timeoutStart == .infinity)
    }
}

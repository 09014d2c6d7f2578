import ServiceModel
import Testing

@testable import UnitFiles

@Suite("The grammar of unit files")
struct GrammarTests {
    @Test("joins continued lines with a blank, skips comments between them, and keeps the columns")
    func continuation() {
        let result = Reading.unit(
            "[Service]\nExecStart=/bin/echo a \\\n# a comment\n   b \\\n  ; another\n  c\nCapabilityBoundingSet=CAP_CHOWN \\\n    CAP_NOPE\n"
        )
        #expect(
            result.definition.commands[Int(CommandKind.start.rawValue)].first?.arguments == [
                "/bin/echo", "a", "b", "c",
            ]
        )
        #expect(Reading.findings(result) == ["/u/web.service:8:5: error: unknown capability 'CAP_NOPE'"])
    }

    @Test("reads CRLF, a byte-order mark and a file without a last newline")
    func lineEnds() {
        let bytes = [0xEF, 0xBB, 0xBF] + Array("[Service]\r\nExecStart=/bin/true\r\nUser=nobody".utf8)
        let result = Reading.unit([("/u/web.service", bytes)])
        #expect(result.diagnostics.isEmpty)
        #expect(result.definition.execution.identity.user == .name("nobody"))
    }

    @Test("refuses a NUL byte and invalid UTF-8, with the place")
    func notText() {
        let nul = Reading.unit([("/u/a", Array("[Service]\nUs".utf8) + [0])])
        #expect(
            Reading.findings(nul).first == "/u/a:2:3: error: the file holds a NUL byte; a unit file is text"
        )
        #expect(Reading.findings(nul).count == 1)
        let latin = Reading.unit([("/u/a", Array("[Unit]\nDescription=é".utf8) + [0xE9, 0x0A])])
        #expect(Reading.findings(latin).first == "/u/a:2:14: error: the file is not valid UTF-8 here")
    }

    @Test("refuses a line of more than a mebibyte, and takes one of a million bytes in a moment")
    func longLines() {
        let words = String(repeating: "openat ", count: 140_000)
        #expect(!Reading.service("SystemCallFilter=" + words).hasErrors)
        let long = Reading.service("Description=" + String(repeating: "x", count: 1 << 20))
        #expect(Reading.findings(long).contains { $0.contains("longer than 1 MiB") })
    }

    @Test("lets an empty value reset a list, later files add to it, and other programs' sections alone")
    func lists() {
        let result = Reading.unit([
            (
                "/u/web.service",
                Array("[Service]\nExecStart=/bin/a\nEnvironment=A=1\n[X-Other]\nUser=x\n".utf8)
            ),
            (
                "/u/web.service.d/1.conf",
                Array("[Service]\nExecStart=\nExecStart=/bin/b\nEnvironment=B=2\nX-Mine=1\n".utf8)
            ),
        ])
        #expect(result.diagnostics.isEmpty)
        #expect(result.definition.commands[Int(CommandKind.start.rawValue)].map(\.path) == ["/bin/b"])
        #expect(result.definition.execution.environment.assignments.map(\.name) == ["A", "B"])
    }

    @Test(
        "is strict where safety is, lenient elsewhere, and says what was meant",
        arguments: [
            (
                "NoNewPrivilege=yes",
                "3:1: error: unknown key 'NoNewPrivilege=' in [Service]; did you mean 'NoNewPrivileges'?"
            ),
            ("Restrat=always", "3:1: warning: unknown key 'Restrat=' in [Service]; did you mean 'Restart'?"),
            (
                "ProtectSystm=strict",
                "3:1: error: unknown key 'ProtectSystm=' in [Service]; did you mean 'ProtectSystem'?"
            ),
            ("Frobnicate=yes", "3:1: warning: unknown key 'Frobnicate=' in [Service]; it is ignored"),
            (
                "OnFailure=a.service",
                "3:1: warning: 'OnFailure=' belongs in [Unit], not in [Service]"
            ),
            (
                "CapabilityBoundingSet=CAP_CHOWM",
                "3:23: error: unknown capability 'CAP_CHOWM'; did you mean 'CAP_CHOWN'?"
            ),
            ("User=no such", "3:6: error: User= takes a name or a number, not 'no such'"),
            (
                "LimitNOFILE=many",
                "3:13: error: LimitNOFILE= takes a number, 'infinity', or 'soft:hard', not 'many'"
            ),
            (
                "Nice=fast",
                "3:6: warning: Nice= takes a number from -20 to 19, not 'fast'; the line is ignored"
            ),
            (
                "SystemCallErrorNumber=EPREM",
                "3:23: error: unknown error number 'EPREM'; did you mean 'EPERM'?"
            ),
            ("Environment=\"A=1", "3:13: warning: this quote is never closed; the line is ignored"),
            (
                "Environment=A=1 B=\\q C=3",
                "3:19: warning: unknown escape sequence; a backslash itself is written '\\\\'; the rest of the line is ignored"
            ),
            (
                "Environment=A=1 B C=3",
                "3:17: warning: 'B' is not NAME=value; quote a value that holds spaces; the word is ignored"
            ),
            ("User=%Q", "3:6: error: unknown specifier '%Q'; write '%%' for a percent sign"),
            (
                "LimitFSIZE=10%",
                "3:12: error: LimitFSIZE= takes a size such as '64M' and no percentage; '10%' has no whole to be a part of"
            ),
            (
                "LimitNOFILE=10:5",
                "3:13: error: the soft limit of LimitNOFILE=10:5 is above its hard limit"
            ),
            ("Description", "3:1: warning: this line is neither 'Key=value' nor a heading: 'Description'"),
        ]
    )
    func findings(line: String, finding: String) {
        #expect(Reading.findings(Reading.service(line)) == ["/u/web.service:" + finding])
    }

    @Test("warns instead where it reads as systemd does, but never about who the service is")
    func lenient() {
        #expect(!Reading.service("CapabilityBoundingSet=CAP_CHOWM", isLenient: true).hasErrors)
        #expect(!Reading.service("NoNewPrivilege=yes", isLenient: true).hasErrors)
        #expect(Reading.service("User=no such", isLenient: true).hasErrors)
    }

    @Test("ends on every prefix of a unit, and on a thousand damaged ones")
    func robust() {
        let text = Array(
            "\u{FEFF}[Unit]\nDescription=%H \\\n#x\n é\n[Service]\nUser=a\nExecStart=@-/bin/x 'a b' \"\\x41\" ; /bin/y \\; %%\nLimitCPU=1h 2min:infinity\nSystemCallFilter=~@clock:EPERM mount\nCPUAffinity=0-3,5\n"
                .utf8
        )
        for count in 0...text.count { _ = Reading.unit([("/u/a", Array(text.prefix(count)))]) }
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func random(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        for _ in 0..<1000 {
            var damaged = text
            for _ in 0..<(1 + random(6)) { damaged[random(damaged.count)] = UInt8(random(256)) }
            let result = Reading.unit([("/u/a", damaged)])
            #expect(result.diagnostics.count <= UnitBuilder.maximumDiagnostics + 1)
        }
    }
}

import ServiceModel
import Testing
import UnitFiles

@Suite("Findings about unit files")
struct DiagnosticTests {
    @Test(
        "say where, what, and what to write instead",
        arguments: [
            (
                "CapabilityBoundingSet=CAP_CHOWM",
                "web.service:3:23: error: unknown capability 'CAP_CHOWM'; did you mean 'CAP_CHOWN'?"
            ),
            (
                "CapabilityBoundingSet=~CAP_KILL CAP_NOPE_AT_ALL",
                "web.service:3:33: error: unknown capability 'CAP_NOPE_AT_ALL'"
            ),
            (
                "NoNewPrivilege=yes",
                "web.service:3:1: error: unknown key 'NoNewPrivilege=' in [Service]; did you mean 'NoNewPrivileges'?"
            ),
            (
                "NoNewPrivileges=yess",
                "web.service:3:17: error: NoNewPrivileges= takes 'yes' or 'no', not 'yess'"
            ),
            (
                "NoNewPrivileges yes",
                "web.service:3:1: error: this line is neither 'Key=value' nor a heading: 'NoNewPrivileges yes'"
            ),
            (
                "just words",
                "web.service:3:1: warning: this line is neither 'Key=value' nor a heading: 'just words'"
            ),
            (
                "Restrat=always",
                "web.service:3:1: warning: unknown key 'Restrat=' in [Service]; did you mean 'Restart'?"
            ),
            (
                "Restart=alwys",
                "web.service:3:9: warning: unknown value 'alwys' of Restart=; did you mean 'always'?; the line is ignored"
            ),
            (
                "Frobnicate=1",
                "web.service:3:1: warning: unknown key 'Frobnicate=' in [Service]; it is ignored"
            ),
            (
                "WantedBy=a.target",
                "web.service:3:1: warning: 'WantedBy=' belongs in [Install], not in [Service]"
            ),
            ("CPUAccounting=yes", "web.service:3:1: warning: 'CPUAccounting=' is obsolete and has no effect"),
            (
                "SystemCallFilter=~@mount mount:EPERMM",
                "web.service:3:26: error: unknown error number 'EPERMM' in 'mount:EPERMM'; did you mean 'EPERM'?"
            ),
            ("User=a b", "web.service:3:6: error: User= takes a name or a number, not 'a b'"),
            (
                "KillSignal=SIGTREM",
                "web.service:3:12: warning: unknown signal 'SIGTREM'; did you mean 'SIGTERM'?; the line is ignored"
            ),
            (
                "Environment=\"A=1",
                "web.service:3:13: warning: this quote is never closed; the line is ignored"
            ),
            (
                "IOSchedulingClass=4",
                "web.service:3:19: warning: unknown value '4' of IOSchedulingClass=; it takes none, realtime, best-effort, idle, 0, 1, 2, 3; the line is ignored"
            ),
            (
                "CPUAffinity=numa",
                "web.service:3:13: error: CPUAffinity=numa is not supported; list the CPUs, such as '0-3'"
            ),
            (
                "Type=forking",
                "web.service:3:1: error: Type=forking is not available in this version; it has simple, exec and oneshot"
            ),
            (
                "StandardOutput=journal",
                "web.service:3:16: warning: StandardOutput=journal is not available in this version; the supervisor's own output is used"
            ),
            (
                "Description=%z",
                "web.service:3:1: warning: 'Description=' belongs in [Unit], not in [Service]"
            ),
            (
                "ExecStop=/bin/a %z",
                "web.service:3:17: warning: unknown specifier '%z'; write '%%' for a percent sign; it is kept as it is written"
            ),
            (
                "ExecStop=/bin/a 'x \\.y'",
                "web.service:3:20: warning: unknown escape sequence, kept as it is written; a backslash itself is written '\\\\'"
            ),
            (
                "ProtectSystm=strict",
                "web.service:3:1: error: unknown key 'ProtectSystm=' in [Service]; did you mean 'ProtectSystem'?"
            ),
            (
                "OnFailure=a.service",
                "web.service:3:1: warning: 'OnFailure=' belongs in [Unit], not in [Service]"
            ),
            (
                "LimitNOFILE=many",
                "web.service:3:13: error: LimitNOFILE= takes a number, 'infinity', or 'soft:hard', not 'many'"
            ),
            (
                "Nice=fast",
                "web.service:3:6: warning: Nice= takes a number from -20 to 19, not 'fast'; the line is ignored"
            ),
            (
                "SystemCallErrorNumber=EPREM",
                "web.service:3:23: error: unknown error number 'EPREM'; did you mean 'EPERM'?"
            ),
            (
                "Environment=A=1 B=\\q C=3",
                "web.service:3:19: warning: unknown escape sequence; a backslash itself is written '\\\\'; the rest of the line is ignored"
            ),
            (
                "Environment=A=1 B C=3",
                "web.service:3:17: warning: 'B' is not NAME=value; quote a value that holds spaces; the word is ignored"
            ),
            ("User=%Q", "web.service:3:6: error: unknown specifier '%Q'; write '%%' for a percent sign"),
            (
                "LimitFSIZE=10%",
                "web.service:3:12: error: LimitFSIZE= takes a size such as '64M' and no percentage; '10%' has no whole to be a part of"
            ),
            (
                "LimitNOFILE=10:5",
                "web.service:3:13: error: the soft limit of LimitNOFILE=10:5 is above its hard limit"
            ),
            (
                "Description",
                "web.service:3:1: warning: this line is neither 'Key=value' nor a heading: 'Description'"
            ),
            (
                "UMask=00%z",
                "web.service:3:9: error: unknown specifier '%z'; write '%%' for a percent sign"
            ),
        ]
    )
    func golden(line: String, finding: String) {
        #expect(service(line).findings == [finding])
    }

    @Test("point into continued lines, and count characters and not bytes")
    func columns() {
        let result = service("CapabilityBoundingSet=CAP_KILL \\", "# ä comment", "  CAP_ÄÖ CAP_WRONG")
        #expect(
            result.findings == [
                "web.service:5:3: error: unknown capability 'CAP_ÄÖ'",
                "web.service:5:10: error: unknown capability 'CAP_WRONG'",
            ]
        )
    }

    @Test("come all in one run, in the order of the lines")
    func order() {
        let result = read("Nice=1\n[Servcie]\nUser=x\n[Service]\nFoo=1\nExecStart=/bin/a\nbar\nUser=-\n")
        #expect(
            result.findings == [
                "web.service:1:1: warning: 'Nice=' stands before any section heading such as [Service]",
                "web.service:2:1: error: unknown section '[Servcie]'; did you mean 'Service'?",
                "web.service:5:1: warning: unknown key 'Foo=' in [Service]; it is ignored",
                "web.service:7:1: warning: this line is neither 'Key=value' nor a heading: 'bar'",
                "web.service:8:6: error: User= takes a name or a number, not '-'",
            ]
        )
    }

    @Test("name the file of a drop-in")
    func dropIn() {
        let result = read("[Service]\nExecStart=/bin/a\n", dropIns: ["[Service]\nPrivateTpm=yes\n"])
        #expect(
            result.findings == [
                "1.conf:2:1: error: unknown key 'PrivateTpm=' in [Service]; did you mean 'PrivateTmp'?"
            ]
        )
    }

    @Test("stop at a thousand, and an error beyond them still refuses the unit")
    func many() {
        let noise = String(repeating: "Foo=1\n", count: 1_500)
        let harmless = read("[Service]\nExecStart=/bin/a\n" + String(repeating: "Nice=x\n", count: 1_500))
        #expect(harmless.diagnostics.count == 1_001)
        #expect(!harmless.hasErrors)
        #expect(
            harmless.findings.last == "note: there are more findings; these are the first 1000"
        )
        let harmful = read("[Service]\nExecStart=/bin/a\n" + noise + "NoNewPrivilege=yes\n")
        #expect(harmful.diagnostics.count == 1_001)
        #expect(harmful.hasErrors)
    }

    @Test("keep control characters and endless values from the reader's terminal")
    func printable() {
        let result = service("Nice=\u{1B}[2J", "Nice=" + String(repeating: "x", count: 100_000))
        #expect(result.findings.first?.contains("\\x1b[2J") == true)
        #expect(result.findings.allSatisfy { $0.utf8.count < 1_000 })
    }

    @Test("are warnings in systemd's reading, except about who the service is")
    func lenient() {
        func findings(_ line: String) -> [Diagnostic.Severity] {
            service(line) { $0.isLenient = true }.diagnostics.map(\.severity)
        }
        for line in [
            "NoNewPrivilege=yes", "NoNewPrivileges=yess", "CapabilityBoundingSet=CAP_CHOWM",
            "StateDirectory=/abs",
            "LoadCredential=x", "SystemCallErrorNumber=EWHAT", "[Servcie]", "OpenFile=rel",
            "NoNewPrivileges yes",
        ] {
            #expect(findings(line) == [.warning], "\(line)")
        }
        for line in ["User=a b", "Group=-1", "SupplementaryGroups=a/b", "User=4294967295", "User=%z"] {
            #expect(findings(line).contains(.error), "\(line)")
        }
    }

    @Test("refuse a restriction wherever it cannot take effect")
    func misplaced() {
        #expect(read("[Unit]\nUser=web\n[Service]\nExecStart=/bin/a\n").hasErrors)
        #expect(read("User=web\n[Service]\nExecStart=/bin/a\n").hasErrors)
        #expect(
            read("[Service]\nExecStart=/bin/a\n[Socket]\nBacklog=1\n").diagnostics.map(\.severity) == [
                .warning
            ]
        )
    }

    @Test(
        "refuse what seems to be a restriction by another name",
        arguments: [
            "NoNewPrivs=yes", "MemoryLimits=1G", "RunAs=nobody", "UserName=nobody", "Chroot=/x",
            "BoundingSet=CAP_KILL", "AppArmor=x", "ReadOnlyDirectory=/etc", "CPUAffinity=0,9000",
            "UnsetEnvironment=SECRET-KEY", "RuntimeMaxSec=1hx", "RuntimeMaxSec=0", "RuntimeMaxSec=",
            "UMask=", "StateDirectory=foo:bar:ro", "StateDirectory=foo::ro", "StateDirectory=foo:bar:baz",
            "[X-Castelan]\nEnforcement=strict",
        ]
    )
    func otherNames(line: String) {
        #expect(service(line).hasErrors)
        #expect(!service("[X-Other]\nEnforcement=strict", "Frobnicate=1").hasErrors)
    }

    @Test("take the older names of restrictions for the restrictions they are")
    func legacyNames() {
        let result = service(
            "ReadOnlyDirectories=/etc",
            "MemoryLimit=1G",
            "StartLimitBurst=3",
            "StartLimitInterval=1min"
        )
        #expect(result.findings.isEmpty)
        #expect(
            result.directives.map(\.directive.key)
                == ["ExecStart", "ReadOnlyPaths", "MemoryMax", "StartLimitBurst", "StartLimitIntervalSec"]
        )
        #expect(result.definition.policy.startLimitBurst == 3)
        #expect(result.definition.policy.startLimitInterval == .seconds(60))
    }
}

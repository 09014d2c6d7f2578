import ServiceModel
import Testing

@testable import UnitFiles

@Suite("Values of unit files")
struct ValueTests {
    @Test(
        "that are time spans are systemd.time(7)'s",
        arguments: [
            ("5", 5_000_000), ("2 h", 7_200_000_000), ("2hours", 7_200_000_000), ("48hr", 172_800_000_000),
            ("1y 12month", 31_557_600_000_000 + 12 * 2_629_800_000_000), ("55s500ms", 55_500_000),
            ("300ms20s 5day", 432_020_300_000),
            ("1.5s", 1_500_000), ("500us", 500), ("0", 0), ("infinity", UInt64.max), ("1w", 604_800_000_000),
        ] as [(String, UInt64)]
    )
    func timeSpans(text: String, microseconds: UInt64) {
        #expect(TimeSpanText.parse(text)?.microseconds == microseconds)
    }

    @Test(
        "that are no time spans are refused",
        arguments: ["", "x", "5 parsecs", "-1", "1..5s", "99999999999999999999", "1e3", "5s x"]
    )
    func badTimeSpans(text: String) {
        #expect(TimeSpanText.parse(text) == nil)
    }

    @Test(
        "that are sizes count in powers of 1024",
        arguments: [
            ("512", 512), ("64K", 65536), ("1.5G", 1_610_612_736), ("2T", 2_199_023_255_552), ("1E", 1 << 60),
        ]
            as [(String, UInt64)]
    )
    func sizes(text: String, bytes: UInt64) {
        #expect(NumberText.size(text) == bytes)
    }

    @Test("that are no sizes are refused", arguments: ["", "K", "1.5", "-1", "99E", "1KB", "0x10"])
    func badSizes(text: String) {
        #expect(NumberText.size(text) == nil)
    }

    @Test("that are limits keep each limit's own unit")
    func limits() {
        #expect(LimitText.parse("10:20", .openFiles) == ResourceLimit(kind: .openFiles, soft: 10, hard: 20))
        #expect(LimitText.parse("1min:infinity", .cpu) == ResourceLimit(kind: .cpu, soft: 60, hard: .max))
        #expect(LimitText.parse("500ms", .cpu) == ResourceLimit(kind: .cpu, soft: 1, hard: 1))
        #expect(
            LimitText.parse("2ms", .realTimeTime)
                == ResourceLimit(kind: .realTimeTime, soft: 2000, hard: 2000)
        )
        #expect(LimitText.parse("-5", .nice) == ResourceLimit(kind: .nice, soft: 25, hard: 25))
        #expect(
            LimitText.parse("64M", .addressSpace)
                == ResourceLimit(kind: .addressSpace, soft: 1 << 26, hard: 1 << 26)
        )
        for text in ["20:10", "x", "1:2:3", ""] {
            #expect(LimitText.parse(text, .openFiles) == nil, "\(text)")
        }
    }

    @Test("that are capability lists merge line by line as systemd merges them")
    func capabilities() {
        func set(_ lines: String) -> [String]? {
            Reading.service(lines).definition.execution.capabilities.bounding?.memberNames
        }
        #expect(
            set("CapabilityBoundingSet=CAP_KILL\nCapabilityBoundingSet=CAP_CHOWN") == [
                "cap_chown", "cap_kill",
            ]
        )
        #expect(
            set("CapabilityBoundingSet=CAP_KILL CAP_CHOWN\nCapabilityBoundingSet=~CAP_KILL") == ["cap_chown"]
        )
        #expect(set("CapabilityBoundingSet=~CAP_KILL")?.count == CapabilitySet.names.count - 1)
        #expect(set("CapabilityBoundingSet=CAP_KILL\nCapabilityBoundingSet=") == [])
        #expect(
            set("CapabilityBoundingSet=CAP_KILL\nCapabilityBoundingSet=~")?.count == CapabilitySet.names.count
        )
        #expect(set("") == nil)
    }

    @Test("that are commands take every prefix, quotes, separators and specifiers")
    func commands() throws {
        func read(_ line: String) -> [ExecCommand] {
            Reading.unit("[Service]\nType=oneshot\nExecStart=\(line)\n").definition.commands[
                Int(CommandKind.start.rawValue)
            ]
        }
        #expect(
            read("-:/bin/x $A") == [
                ExecCommand(
                    path: "/bin/x",
                    arguments: ["/bin/x", "$A"],
                    ignoresFailure: true,
                    expandsVariables: false
                )
            ]
        )
        #expect(read("@/bin/x name arg").first?.arguments == ["name", "arg"])
        #expect(read("+/bin/x").first?.privilege == .full)
        #expect(read("!/bin/x").first?.privilege == .keepsUser)
        #expect(read("!!-@/bin/x y").first?.privilege == .keepsUserWithoutAmbient)
        #expect(read("/bin/a 1 ; /bin/b 2").map(\.arguments) == [["/bin/a", "1"], ["/bin/b", "2"]])
        #expect(read("/bin/a \\; ';' x;y").first?.arguments == ["/bin/a", ";", ";", "x;y"])
        #expect(
            read("/bin/a 'b c' \"d\\te\" \\x41 %p %% %H").first?.arguments == [
                "/bin/a", "b c", "d\te", "A", "web", "%", "host",
            ]
        )
        #expect(read("env A=1").first?.path == "env")
        for line in ["+!/bin/x", "bin/x", "@/bin/x", "/bin/x 'y"] {
            #expect(Reading.unit("[Service]\nType=oneshot\nExecStart=\(line)\n").hasErrors, "\(line)")
        }
    }

    @Test("that are specifiers know the unit's name and its parts")
    func specifiers() {
        let result = Reading.unit(
            "[Unit]\nDescription=%n %N %p %i %I %j %f %y\n[Service]\nExecStart=/bin/x\n",
            name: "a-b@c-d\\x2de.service"
        )
        #expect(
            result.definition.description
                == "a-b@c-d\\x2de.service a-b@c-d\\x2de a-b c-d\\x2de c/d-e b /c/d-e /u/web.service"
        )
    }

    @Test("that are exit statuses may be codes, names and signals")
    func exitStatuses() {
        let policy = Reading.service("SuccessExitStatus=TEMPFAIL 250 SIGKILL").definition.policy
        #expect(policy.success == ExitStatusSet(codes: [75, 250], signals: [.kill]))
    }

    @Test("that are streams, directories and credentials keep their parts")
    func others() {
        let execution = Reading.service(
            """
            StandardOutput=append:/var/log/x
            StandardInputText=one\\ttwo
            StateDirectory=web web/cache:link
            SetCredential=key:a\\x41
            LoadCredential=cert:/etc/cert
            OpenFile=/etc/hosts:hosts:read-only,graceful
            WorkingDirectory=-~
            CPUAffinity=0-2,5
            IOSchedulingClass=idle
            """
        ).definition.execution
        #expect(execution.streams.output == .append("/var/log/x"))
        #expect(execution.streams.input == .data(Array("one\ttwo\n".utf8)))
        #expect(execution.files.directories.map(\.name) == ["web", "web/cache"])
        #expect(execution.files.directories.last?.links == ["link"])
        #expect(
            execution.credentials == [
                Credential(name: "key", source: .inline(Array("aA".utf8))),
                Credential(name: "cert", source: .file("/etc/cert")),
            ]
        )
        #expect(
            execution.openFiles == [
                OpenFile(path: "/etc/hosts", name: "hosts", options: [.readOnly, .graceful])
            ]
        )
        #expect(execution.files.workingDirectory == .home(isOptional: true))
        #expect(execution.scheduling.affinity == [0, 1, 2, 5])
        #expect(execution.scheduling.ioClass == .idle)
    }
}

@Suite("The directive table")
struct DirectiveTableTests {
    @Test("has a reader for every directive that has a meaning, and for no other")
    func readers() {
        for directive in DirectiveTable.all where directive.section != .manager {
            let isRead = DirectiveReaders.reader(for: directive) != nil
            #expect(
                isRead == (directive.support == .supported),
                "\(directive.section.rawValue) \(directive.key)"
            )
        }
    }

    @Test("names each directive of a section once, and every condition as an assertion too")
    func complete() {
        let names = DirectiveTable.all.map { "\($0.section.rawValue).\($0.key)" }
        #expect(Set(names).count == names.count)
        for directive in DirectiveTable.all where directive.key.hasPrefix("Condition") {
            let twin = "Assert" + directive.key.dropFirst(9)
            #expect(DirectiveTable.directive(twin, in: .unit) != nil, "\(twin)")
        }
        #expect(names.count > 480)
    }
}

@Suite("The supervisor's settings")
struct ManagerSettingsTests {
    @Test("are read, and a mistake in them is an error")
    func settings() {
        let text =
            "[Manager]\nOperatorGroup=adm\nDefaultRestartSec=2s\nDefaultLimitNOFILE=10:20\nJournalMaxSize=1M\nOperatorGruop=x\n"
        let (settings, findings) = UnitFileReader.readManager(texts: [
            UnitText(path: "/c", bytes: Array(text.utf8))
        ])
        #expect(settings.operatorGroup == .name("adm"))
        #expect(settings.defaultRestartDelay == .seconds(2))
        #expect(settings.defaultLimits == [ResourceLimit(kind: .openFiles, soft: 10, hard: 20)])
        #expect(settings.journalMaximumSize == 1 << 20)
        #expect(
            findings.map(\.description) == [
                "/c:6:1: error: unknown key 'OperatorGruop=' in [Manager]; did you mean 'OperatorGroup'?"
            ]
        )
    }
}

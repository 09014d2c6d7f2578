import LaunchProtocol
import SandboxPolicy
import ServiceModel
import Testing
import UnitSet

@testable import UnitCompiler

@Suite("Compiling a set")
struct SetCompilerTests {
    private let web = """
        [Unit]
        Description=Web on %H
        [Service]
        Type=exec
        ExecStartPre=-/bin/echo "two words"
        ExecStart=/usr/sbin/web --port ${PORT}
        User=web
        Environment=PORT=80
        CapabilityBoundingSet=CAP_NET_BIND_SERVICE
        SystemCallFilter=@system-service
        LimitNOFILE=1024:4096
        RuntimeDirectory=web
        Restart=on-failure
        [Install]
        WantedBy=multi-user.target

        """

    @Test("turns a unit's text into a plan, commands and a policy")
    func unit() throws {
        let unit = compile(["web": web]).units[0]
        #expect(unit.loadState == .loaded)
        #expect(unit.diagnostics == [])
        #expect(unit.description == "Web on host")
        #expect(unit.startsAutomatically)
        #expect(unit.policy.startup == .exec)
        #expect(unit.policy.restart == .onFailure)

        let plan = try LaunchPlan(decoding: unit.plan)
        #expect(plan.identity.user == .name("web"))
        #expect(plan.capabilities.bounding == CapabilitySet(rawValue: 1 << 10))
        #expect(plan.limits == [ResourceLimit(kind: .openFiles, soft: 1_024, hard: 4_096)])
        #expect(plan.files.directories.map(\.name) == ["web"])
        #expect(plan.environment.assignments.map(\.name) == ["PORT"])
        #expect(plan.filters.count == 1)
        #expect(unit.sharedPlanSuffix > plan.filters[0].instructions.count)
    }

    @Test("lists commands by kind, encoded for the helper and written for people")
    func commands() throws {
        let unit = compile(["web": web]).units[0]
        let start = try LaunchJob.Task(decoding: unit.commands[Int(CommandKind.start.rawValue)][0])
        guard case .execute(let command) = start else {
            Issue.record("a start command is executed")
            return
        }
        #expect(command.arguments == ["/usr/sbin/web", "--port", "${PORT}"])
        #expect(unit.commandLines[Int(CommandKind.startPre.rawValue)] == ["-/bin/echo \"two words\""])
        #expect(unit.policy.commands(of: .startPre).ignoresFailure == [true])
        #expect(unit.policy.commands(of: .start).ignoresFailure == [false])
    }

    @Test(
        "plans a clean-up exactly where something is left that must not stay",
        arguments: [
            ("RuntimeDirectory=a", 1, true), ("RuntimeDirectory=a\nRuntimeDirectoryPreserve=yes", 0, false),
            ("RuntimeDirectory=a\nRuntimeDirectoryPreserve=restart", 1, false), ("StateDirectory=a", 0, true),
            ("SetCredential=a:b", 1, true), ("", 0, true),
        ]
    )
    func cleanUp(lines: String, count: Int, beforeRestart: Bool) {
        let unit = compile(["web": "[Service]\nExecStart=/bin/true\n\(lines)\n"]).units[0]
        #expect(unit.loadState == .loaded)
        #expect(unit.policy.commands(of: .cleanUp).count == count)
        #expect(unit.commands[Int(CommandKind.cleanUp.rawValue)].count == count)
        #expect(unit.policy.cleansUpBeforeRestart == beforeRestart)
    }

    @Test("keeps a unit with errors by name, with every finding in the order of the file")
    func errors() {
        let text = "[Service]\nExecStart=/bin/true\nSystemCallFilter=opneat\nAfter=x\nNoNewPrivileges=yse\n"
        let unit = compile(["bad": text]).units[0]
        #expect(unit.loadState == .badSetting)
        #expect(
            unit.diagnostics.map(\.location?.line)
                == unit.diagnostics.map(\.location?.line).sorted { ($0 ?? 0) < ($1 ?? 0) }
        )
        #expect(unit.diagnostics.count { $0.severity == .error } == 2)
    }

    @Test("starts under systemd's reading what it would refuse otherwise")
    func lenient() {
        let text =
            "[Service]\nExecStart=/bin/true\nSystemCallFilter=@system-service opneat\nPrivateBPF=yes\n"
        #expect(compile(["bad": text]).units[0].loadState == .refused)
        let unit = compile(["bad": text], isLenient: true).units[0]
        #expect(unit.loadState == .loaded)
        #expect(unit.diagnostics.map(\.severity) == [.warning, .warning])
    }

    @Test("refuses a restriction that is not enforced, unless the unit or the settings ask for best effort")
    func refusal() {
        let text = "[Service]\nExecStart=/bin/true\nPrivateBPF=yes\n"
        let own = text + "[X-Castellan]\nEnforcement=best-effort\n"
        #expect(compile(["a": text]).units[0].loadState == .refused)
        #expect(compile(["a": own]).units[0].loadState == .loaded)
        #expect(
            compile(["a": text], settings: "[Manager]\nEnforcement=best-effort\n").units[0].loadState
                == .loaded
        )
    }

    @Test("lets a unit be strict where the settings are not")
    func strictUnit() {
        let text = "[Service]\nExecStart=/bin/true\nPrivateBPF=yes\n[X-Castellan]\n"
        let settings = "[Manager]\nEnforcement=best-effort\n"
        for (line, state) in [
            ("Enforcement=strict\n", CompiledUnit.LoadState.refused),
            ("Enforcement=strict\nEnforcement=\n", .loaded),
        ] {
            #expect(compile(["a": text + line], settings: settings).units[0].loadState == state)
        }
    }

    @Test("applies drop-ins after the fragment")
    func dropIns() throws {
        var source = Self.source("a", "[Service]\nExecStart=/bin/true\nUser=one\nLimitCORE=0\n")
        source.dropIns = [SourceFile(path: "/d.conf", bytes: Array("[Service]\nUser=two\n".utf8))]
        let unit = compile([source]).units[0]
        let plan = try LaunchPlan(decoding: unit.plan)
        #expect(plan.identity.user == .name("two"))
        #expect(plan.limits.count == 1)
        #expect(unit.dropInPaths == ["/d.conf"])
    }

    @Test("expands the host's and the instance's specifiers")
    func specifiers() throws {
        let text = "[Service]\nExecStart=/bin/echo %i %t %S %u %m\n"
        let unit = compile(["a@x": text]).units[0]
        #expect(unit.commandLines[Int(CommandKind.start.rawValue)] == ["/bin/echo x /run /var/lib root 00ff"])
    }

    @Test("knows masked and unreadable units by name")
    func withoutText() {
        var masked = UnitSource(name: name("m.service"))
        masked.isMasked = true
        var unreadable = UnitSource(name: name("u.service"))
        unreadable.problems = [Diagnostic(.error, at: nil, "cannot be read")]
        let set = compile([masked, unreadable])
        #expect(set.units.map(\.loadState) == [.masked, .badSetting])
        #expect(set.units[1].diagnostics == unreadable.problems)
        for unit in set.units { #expect((try? LaunchPlan(decoding: unit.plan)) == LaunchPlan()) }
    }

    @Test("reads the supervisor's settings, and hands their defaults to the units")
    func settings() throws {
        let settings = "[Manager]\nOperatorGroup=adm\nDefaultTimeoutStopSec=7\n"
        let set = compile(["a": "[Service]\nExecStart=/bin/true\n"], settings: settings)
        #expect(set.manager.operatorGroup == .number(4))
        #expect(set.units[0].policy.timeoutStop == .seconds(7))
        let broken = compile([:], settings: "[Manager]\nWarmHelpers=many\n")
        #expect(broken.managerDiagnostics.map(\.severity) == [.error])
    }

    @Test("writes the words of lists as systemctl does, and commands so that they could be read again")
    func quoting() {
        let text = #"""
            [Service]
            Environment="A=b c" B=plain 'C="$x"' D=ä E=a\\b
            ExecStart=@/bin/sh name -c "a 'b'" 'say "hi"' back\\slash tab\there line\nbreak "" bell\a plain
            """#
        let unit = compile(["a": text]).units[0]
        let environment = unit.properties.first { $0.name == "Environment" }?.value
        #expect(environment == #""A=b c" B=plain "C=\"\$x\"" "D=ä" "E=a\\b""#)
        #expect(
            unit.commandLines[Int(CommandKind.start.rawValue)] == [
                #"@/bin/sh name -c "a 'b'" "say \"hi\"" "back\\slash" "tab\there" "line\nbreak" "" "bell\x07" plain"#
            ]
        )
    }

    @Test("bounds what all units come to, and says which are left out")
    func manyUnits() {
        let text = "[Service]\nExecStart=/bin/true " + String(repeating: "%n ", count: 400) + "\n"
        let units = compile(
            Dictionary(uniqueKeysWithValues: (1...5).map { ("unit\($0)", text) }),
            sizeLimit: 30_000
        )
        .units
        #expect(units.map(\.loadState) == [.loaded, .loaded, .badSetting, .badSetting, .badSetting])
        #expect(units[4].diagnostics.map(\.message) == ["is not loaded: all units together exceed 128 MiB"])
        #expect(units[4].plan.count < 500 && units[4].commands.allSatisfy { $0.isEmpty })
    }

    @Test("bounds the findings kept of one unit, errors first")
    func manyFindings() {
        let lines = String(repeating: "Q=1\n", count: 5_000)
        let unit = compile(["a": "[Service]\n\(lines)ExecStart=/bin/true\nSystemCallFilter=opneat\n"]).units[
            0
        ]
        #expect(unit.diagnostics.count == LoadLimits.diagnostics + 1)
        #expect(unit.diagnostics[0].severity == .error)
        #expect(unit.loadState == .badSetting)
    }

    @Test("survives a set's own round trip")
    func roundTrip() throws {
        let set = compile(["web": web, "other": "[Service]\nExecStart=/bin/true\n"])
        let bytes = set.encoded()
        let reader = try UnitSetReader { Array(bytes[$0..<min(bytes.count, $0 + $1)]) }
        #expect(reader.count == 2)
        #expect(try reader.plan(at: 1) == set.units[1].plan)
        #expect(try reader.details(at: 1).properties == set.units[1].properties)
        let properties = Dictionary(
            uniqueKeysWithValues: set.units[1].properties.map { ($0.name, $0.value) }
        )
        #expect(properties["Restart"] == "on-failure")
        #expect(properties["TimeoutStopUSec"] == "1min 30s")
        #expect(properties["UMask"] == "0022")
    }

    @Test("is written for people and for programs, without what could steer a terminal")
    func reports() {
        var set = CompiledSet()
        set.managerDiagnostics = [Diagnostic(.warning, at: nil, "hm")]
        var unit = CompiledUnit(name: name("a.service"))
        let place = ServiceModel.SourceLocation(file: "/a.service", line: 2, column: 3)
        unit.diagnostics = [
            Diagnostic(.note, at: place, "says \"\u{1b}[2J\""), Diagnostic(.error, at: nil, "no"),
        ]
        set.units = [unit]
        let report = VerifyReport(set)
        #expect(
            report.text
                == "warning: hm\n/a.service:2:3: note: says \"\u{fffd}[2J\"\na.service: error: no\n"
        )
        #expect(
            String(decoding: report.json, as: UTF8.self)
                == #"[{"severity":"warning","message":"hm"},"#
                + #"{"severity":"note","unit":"a.service","file":"/a.service","line":2,"column":3,"#
                + #""message":"says \"\u001b[2J\""},"#
                + #"{"severity":"error","unit":"a.service","message":"no"}]"# + "\n"
        )
        #expect(report.hasErrors)
        #expect(!VerifyReport(CompiledSet()).hasErrors)
    }

    private static func source(_ stem: String, _ text: String) -> UnitSource {
        var source = UnitSource(name: name(stem + ".service"))
        source.fragment = SourceFile(path: "/" + stem + ".service", bytes: Array(text.utf8))
        return source
    }

    private func compile(
        _ units: [String: String],
        settings: String? = nil,
        isLenient: Bool = false,
        sizeLimit: Int = LoadLimits.compiledSize
    ) -> CompiledSet {
        let sources = units.sorted { $0.key < $1.key }.map { Self.source($0.key, $0.value) }
        return compile(sources, settings: settings, isLenient: isLenient, sizeLimit: sizeLimit)
    }

    private func compile(
        _ sources: [UnitSource],
        settings: String? = nil,
        isLenient: Bool = false,
        sizeLimit: Int = LoadLimits.compiledSize
    ) -> CompiledSet {
        var facts = HostFacts()
        facts.groups = AccountFile(Array("adm:x:4:\n".utf8))
        facts.hostName = "host"
        facts.machineID = "00ff"
        facts.features.userName = "root"
        let places = LoaderPlaces(LoaderOptions(), isRoot: true, home: "/root", environment: { _ in nil })
        var findings = ScanFindings()
        findings.units = sources
        var file = ReadFile()
        file.file = settings.map { SourceFile(path: "/s.conf", bytes: Array($0.utf8)) }
        var compiler = SetCompiler(facts: facts, places: places, isLenient: isLenient)
        compiler.sizeLimit = sizeLimit
        return compiler.compile(findings, settings: file)
    }
}

import ServiceModel
import Testing
import UnitFiles

@Suite("What directives mean")
struct DirectiveReadingTests {
    private func bounding(_ lines: String...) -> [String]? {
        read("[Service]\nExecStart=/bin/a\n" + lines.map { "CapabilityBoundingSet=\($0)\n" }.joined())
            .definition.execution.capabilities.bounding?.memberNames
    }

    @Test("an empty limit is the supervisor's default again")
    func emptyLimit() {
        let ours = ResourceLimit(kind: .openFiles, soft: 64, hard: 64)
        func limits(_ lines: String...) -> [ResourceLimit] {
            service(lines.joined(separator: "\n")) { $0.manager.defaultLimits = [ours] }
                .definition.execution.limits
        }
        #expect(limits("LimitNOFILE=") == [ours])
        #expect(limits("LimitNOFILE=5", "LimitNOFILE=") == [ours])
        #expect(limits("LimitNOFILE=5") == [ResourceLimit(kind: .openFiles, soft: 5, hard: 5)])
    }

    @Test("address families are a list of one kind, to which lines of the other kind are exceptions")
    func addressFamilies() {
        func read(_ lines: String...) -> AddressFamilies? {
            service(lines.map { "RestrictAddressFamilies=\($0)" }.joined(separator: "\n"))
                .definition.execution.restrictions.addressFamilies
        }
        func families(_ isAllowList: Bool, _ numbers: UInt16...) -> AddressFamilies {
            var families = AddressFamilies(isAllowList: isAllowList)
            for number in numbers { families.insert(number) }
            return families
        }
        #expect(read("AF_INET6 AF_UNIX", "AF_INET") == families(true, 1, 2, 10))
        #expect(read("AF_UNIX AF_INET", "~AF_UNIX") == families(true, 2))
        #expect(read("~AF_PACKET AF_NETLINK", "AF_NETLINK") == families(false, 17))
        #expect(read("AF_UNIX", "none") == families(true))
        #expect(read("none", "AF_LOCAL") == families(true, 1))
        #expect(read("AF_UNIX", "") == nil)
        #expect(read("~") == families(false))
        #expect(
            service("RestrictAddressFamilies=AF_INTE").findings == [
                "web.service:3:25: error: unknown address family 'AF_INTE'; did you mean 'AF_INET'?"
            ]
        )
    }

    @Test("paths to protect are lists, each path with what is forgiven of it")
    func protectedPaths() {
        func read(_ lines: String...) -> [FileProtection.Path] {
            service(lines.joined(separator: "\n")).definition.execution.protection.paths
        }
        #expect(
            read("ReadOnlyPaths=/a/ -/b", "InaccessiblePaths=-+/c/./d +/e", "ReadOnlyPaths=/%p") == [
                .init(access: .readOnly, path: "/a", isOptional: false),
                .init(access: .readOnly, path: "/b", isOptional: true),
                .init(access: .inaccessible, path: "/c/d", isOptional: true),
                .init(access: .inaccessible, path: "/e", isOptional: false),
                .init(access: .readOnly, path: "/web", isOptional: false),
            ]
        )
        #expect(read("ReadOnlyPaths=/a", "NoExecPaths=/b", "ReadOnlyPaths=").map(\.path) == ["/b"])
        let wrong = service("ReadWritePaths=a /b/../c")
        #expect(wrong.findings.count == 2 && wrong.definition.execution.protection.paths.isEmpty)
        #expect(wrong.findings[0].contains("takes absolute paths without '..', not 'a'"))
        for (line, system) in [("yes", .yes), ("full", .full), ("strict", .strict), ("off", .no), ("", .no)]
            as [(String, FileProtection.System)]
        {
            #expect(service("ProtectSystem=\(line)").definition.execution.protection.system == system)
        }
        #expect(
            service("ProtectHome=readonly").findings == [
                "web.service:3:13: error: ProtectHome= takes 'yes', 'no' or 'read-only' or 'tmpfs', not 'readonly'"
            ]
        )
    }

    @Test("the kernel's protections are switches, and the host name has a word of its own")
    func kernelProtection() {
        func read(_ lines: String...) -> KernelProtection {
            service(lines.joined(separator: "\n")).definition.execution.kernel
        }
        #expect(read("ProtectClock=yes", "ProtectKernelLogs=on") == [.clock, .logs])
        #expect(read("ProtectClock=yes", "ProtectClock=no").isEmpty)
        #expect(
            read("ProtectKernelModules=1", "ProtectKernelTunables=t", "ProtectControlGroups=true") == [
                .modules, .tunables, .controlGroups,
            ]
        )
        #expect(read("ProtectHostname=yes") == [.hostNames, .ownHostNames])
        #expect(read("ProtectHostname=yes", "ProtectHostname=private") == [.ownHostNames])
        #expect(read("ProtectHostname=yes", "ProtectHostname=").isEmpty)
        for line in ["ProtectHostname=yes:web", "ProtectControlGroups=strict"] {
            #expect(service(line).findings.count == 1, "\(line)")
        }
    }

    @Test("kinds of namespaces merge as systemd.exec(5) tells it")
    func namespaces() {
        func read(_ lines: String...) -> NamespaceKinds? {
            service(lines.map { "RestrictNamespaces=\($0)" }.joined(separator: "\n"))
                .definition.execution.restrictions.namespaces
        }
        #expect(read("yes") == [])
        #expect(read("yes", "no") == nil)
        #expect(read("cgroup ipc", "cgroup net") == [.controlGroup, .interprocess, .network])
        #expect(read("cgroup ipc", "~cgroup net") == [.interprocess])
        #expect(read("~user") == NamespaceKinds.all.subtracting(.user))
        #expect(read("yes", "mnt") == [.mount])
        #expect(read("user", "") == nil)
        #expect(read("~") == nil)
        #expect(
            service("RestrictNamespaces=users").findings == [
                "web.service:3:20: error: unknown kind of namespace 'users'; did you mean 'user'?"
            ]
        )
    }

    @Test("an end of a unit starts a few hundred others at most")
    func manyTriggers() {
        let names = (0..<60_000).map { "u\($0).service" }.joined(separator: " ")
        let result = read("[Unit]\nOnFailure=\(names)\n[Service]\nExecStart=/bin/a\n")
        #expect(result.definition.onFailure.count == 256)
        #expect(result.findings.count == 1)
    }

    @Test("a character that looks like a semicolon separates no commands")
    func greekQuestionMark() {
        let result = read("[Service]\nType=oneshot\nExecStart=/bin/a \u{37E} /bin/b\n")
        #expect(result.start?.arguments == ["/bin/a", "\u{37E}", "/bin/b"])
    }

    @Test("lets TimeoutAbortSec= follow TimeoutStopSec= again when it is emptied")
    func abortTimeout() {
        func read(_ line: String) -> TimeSpan? {
            service(line).definition.policy.timeoutAbort
        }
        #expect(read("TimeoutAbortSec=5") == TimeSpan(microseconds: 5_000_000))
        #expect(read("TimeoutAbortSec=0") == .infinity)
        #expect(read("TimeoutAbortSec=5\nTimeoutAbortSec=") == nil)
    }

    @Test("capability sets merge as systemd.exec(5) tells it")
    func boundingSet() {
        #expect(bounding() == nil)
        #expect(bounding("CAP_CHOWN CAP_KILL", "CAP_SETUID") == ["cap_chown", "cap_kill", "cap_setuid"])
        #expect(bounding("CAP_CHOWN CAP_KILL", "~CAP_KILL CAP_SETUID") == ["cap_chown"])
        #expect(bounding("") == [])
        #expect(bounding("~") == CapabilitySet.names)
        #expect(bounding("~CAP_KILL") == CapabilitySet.names.filter { $0 != "cap_kill" })
        #expect(bounding("CAP_KILL", "") == [])
        #expect(bounding("CAP_KILL", "~") == CapabilitySet.names)
        #expect(bounding("cap_kill", "", "CAP_CHOWN") == ["cap_chown"])
    }

    @Test("ambient capabilities begin with none")
    func ambient() {
        let result = service(
            "AmbientCapabilities=CAP_NET_BIND_SERVICE",
            "AmbientCapabilities=CAP_KILL",
            "AmbientCapabilities=~CAP_KILL"
        )
        #expect(result.definition.execution.capabilities.ambient.memberNames == ["cap_net_bind_service"])
    }

    @Test("system call filters keep the order and the sign of their lines")
    func filter() {
        let calls = service(
            "SystemCallFilter=@system-service",
            "SystemCallFilter=~@mount chown:ENOENT kill:kill getpid:17",
            "SystemCallErrorNumber=EPERM",
            "SystemCallArchitectures=native x86",
            "SystemCallLog=~@debug"
        ).definition.execution.systemCalls
        #expect(calls.filter.map(\.name) == ["@system-service", "@mount", "chown", "kill", "getpid"])
        #expect(calls.filter.map(\.isInverted) == [false, true, true, true, true])
        #expect(calls.filter.map(\.denial) == [nil, nil, .errno(2), .kill, .errno(17)])
        #expect(calls.filter[2].location == SourceLocation(file: "web.service", line: 4, column: 26))
        #expect(calls.defaultDenial == .errno(1))
        #expect(calls.architectures == ["native", "x86"])
        #expect(calls.log.map(\.isInverted) == [true])
        #expect(service("SystemCallFilter=a", "SystemCallFilter=").definition.execution.systemCalls.isEmpty)
    }

    @Test("environments")
    func environment() {
        let request = service(
            "Environment=\"VAR1=word1 word2\" VAR2=word3 \"VAR3=$word 5 6\"",
            "EnvironmentFile=-/etc/default/%p",
            "PassEnvironment=LANG TZ",
            "UnsetEnvironment=A B=2"
        ).definition.execution.environment
        #expect(request.assignments.map(\.name) == ["VAR1", "VAR2", "VAR3"])
        #expect(request.assignments.map(\.value) == ["word1 word2", "word3", "$word 5 6"])
        #expect(request.files == [.init(path: "/etc/default/web", isOptional: true)])
        #expect(request.passed == ["LANG", "TZ"])
        #expect(request.removals == [.init(name: "A", value: nil), .init(name: "B", value: "2")])
    }

    @Test("what is ignored is not among the directives that have an effect")
    func ignoredLines() {
        let result = service("NoNewPrivileges=yse", "UMask=0077", "Environment=A=1 B") { $0.isLenient = true }
        #expect(result.directives.map(\.directive.key) == ["ExecStart", "UMask", "Environment"])
    }

    @Test("a list keeps the words before one that cannot be read, and those beside one that is no good")
    func partialLists() {
        func names(_ line: String) -> [String] {
            service(line).definition.execution.environment.assignments.map(\.name)
        }
        #expect(names("Environment=A=1 B=\\q C=3") == ["A"])
        #expect(names("Environment=A=1 \"B=2") == ["A"])
        #expect(names("Environment=A=1 B C=3") == ["A", "C"])
        let kept = service("Environment=A=1", "Environment=\\q").definition.execution.environment
        #expect(kept.assignments.map(\.name) == ["A"])
        #expect(service("CapabilityBoundingSet=CAP_CHOWN \\q").hasErrors)
    }

    @Test("streams, in every form")
    func streams() {
        func streams(_ lines: String) -> StandardStreams { service(lines).definition.execution.streams }
        #expect(streams("StandardInput=file:/a").input == .file("/a"))
        #expect(streams("StandardInput=fd:web").input == .namedDescriptor("web"))
        #expect(streams("StandardOutput=append:/a\nStandardError=truncate:/b").output == .append("/a"))
        #expect(streams("StandardOutput=append:/a\nStandardError=truncate:/b").error == .truncate("/b"))
        #expect(streams("StandardOutput=null\nStandardOutput=inherit").output == .inherit)
        #expect(
            streams("StandardInput=data\nStandardInputText=a\\tb\nStandardInputData=Yw==").input
                == .data(Array("a\tb\nc".utf8))
        )
        #expect(streams("StandardInputText=a").input == .data(Array("a\n".utf8)))
        #expect(service("StandardOutput=file:rel").hasErrors)
        #expect(!service("StandardInput=tty").hasErrors)
    }

    @Test("directories, with links, modes and preservation")
    func directories() {
        let result = service(
            "RuntimeDirectory=web web/sub:link",
            "StateDirectory=%p",
            "RuntimeDirectoryPreserve=restart"
        )
        let files = result.definition.execution.files
        #expect(files.directories.map(\.name) == ["web", "web/sub", "web"])
        #expect(files.directories.map(\.links) == [[], ["link"], []])
        #expect(files.runtimePreservation == .restart)
        #expect(!result.definition.policy.cleansUpBeforeRestart)
        #expect(result.definition.policy.commands(of: .cleanUp).count == 1)
        for wrong in ["/abs", "../up", "a/../b", "private", "private/x", "a:/b", "a:b:c:d"] {
            #expect(service("CacheDirectory=\(wrong)").hasErrors, "\(wrong)")
        }
    }

    @Test("working directories")
    func workingDirectory() {
        func directory(_ value: String) -> FileLayout.WorkingDirectory? {
            service("WorkingDirectory=\(value)").definition.execution.files.workingDirectory
        }
        #expect(directory("~") == .home(isOptional: false) && directory("-~") == .home(isOptional: true))
        #expect(directory("-/srv//x/") == .path("/srv/x", isOptional: true) && directory("") == nil)
        #expect(service("WorkingDirectory=rel").hasErrors)
    }

    @Test("credentials: the later of two for one name counts, and their names are file names")
    func credentials() {
        let result = service(
            "SetCredential=a:x\\n%%\\x41",
            "LoadCredential=a:/etc/a",
            "LoadCredential=b:/b",
            "LoadCredential=a:/c"
        )
        #expect(
            result.definition.execution.credentials == [
                Credential(name: "a", source: .inline(Array("x\n%A".utf8))),
                Credential(name: "b", source: .file("/b")),
                Credential(name: "a", source: .file("/c")),
            ]
        )
        let system = service("LoadCredential=login.motd")
        #expect(
            system.diagnostics.map(\.severity) == [.warning]
                && system.definition.execution.credentials.isEmpty
        )
        for wrong in ["a/b", "../x:/y", ":/x", "a:rel/x", "a b:/x"] {
            #expect(service("LoadCredential=\(wrong)").hasErrors, "\(wrong)")
        }
    }

    @Test("files to open")
    func openFiles() {
        let files = service("OpenFile=/a/log", "OpenFile=/b:name:append,graceful").definition.execution
            .openFiles
        #expect(files.map(\.name) == ["log", "name"])
        #expect(files.map(\.options) == [[], [.append, .graceful]])
        #expect(
            service("OpenFile=/a:b:read-only,graceful").definition.execution.openFiles.map(\.options)
                == [[.readOnly, .graceful]]
        )
        #expect(service("OpenFile=/a:b:append,truncate").hasErrors)
        #expect(service("OpenFile=/a:b:apend").hasErrors)
    }

    @Test("scheduling and properties")
    func scheduling() {
        let result = service(
            "Nice=-5",
            "OOMScoreAdjust=500",
            "CPUSchedulingPolicy=rr",
            "CPUSchedulingPriority=10",
            "IOSchedulingClass=idle",
            "IOSchedulingPriority=7",
            "TimerSlackNSec=50us",
            "Personality=x86",
            "KeyringMode=shared",
            "IgnoreSIGPIPE=no",
            "CPUSchedulingResetOnFork=yes"
        )
        #expect(result.findings.isEmpty)
        let scheduling = result.definition.execution.scheduling
        #expect(scheduling.nice == -5 && scheduling.policy == .roundRobin && scheduling.priority == 10)
        #expect(scheduling.ioClass == .idle && scheduling.ioPriority == 7 && scheduling.resetsOnFork)
        #expect(service("CPUSchedulingPolicy=ext").definition.execution.scheduling.policy == .extensible)
        let properties = result.definition.execution.properties
        #expect(
            properties.oomScoreAdjust == 500 && properties.timerSlack == 50_000 && properties.personality == 8
        )
        #expect(properties.keyring == .shared && !properties.ignoresSIGPIPE)
    }

    @Test("life cycle, with the supervisor's defaults behind empty values")
    func lifeCycle() {
        let policy = service(
            "Type=exec",
            "Restart=on-abnormal",
            "RestartSec=1",
            "RestartSec=",
            "TimeoutSec=5",
            "TimeoutStopSec=",
            "RuntimeMaxSec=5",
            "RuntimeMaxSec=infinity",
            "KillMode=mixed",
            "KillSignal=INT",
            "RestartKillSignal=SIGRTMIN+3",
            "SendSIGKILL=no"
        ) {
            $0.manager.defaultRestartDelay = .seconds(7)
            $0.manager.defaultTimeoutStop = .seconds(8)
        }.definition.policy
        #expect(policy.startup == .exec && policy.restart == .onAbnormal && policy.killMode == .mixed)
        #expect(policy.restartDelay == .seconds(7) && policy.timeoutStart == .seconds(5))
        #expect(policy.timeoutStop == .seconds(8) && policy.runtimeMaximum == .infinity && !policy.sendsKill)
        #expect(policy.killSignal == .interrupt && policy.restartKillSignal == Signal(number: 37))
    }

    @Test("a unit starts by itself when something wants it, unless it says otherwise")
    func autoStart() {
        func starts(_ rest: String) -> Bool { service(rest).definition.startsAutomatically }
        #expect(!starts(""))
        #expect(starts("[Install]\nWantedBy=multi-user.target"))
        #expect(!starts("[Install]\nWantedBy=multi-user.target\nWantedBy="))
        #expect(!starts("[Install]\nWantedBy=multi-user.target\n[X-Castellan]\nAutoStart=no"))
        #expect(starts("[X-Castellan]\nAutoStart=yes"))
        #expect(service("[X-Castellan]\nEnforcement=best-effort").definition.isBestEffort)
        #expect(service("[X-Castellan]\nEnforcement=lax").hasErrors)
    }

    @Test("identities")
    func identity() {
        let identity = service(
            "User=web",
            "Group=100",
            "SupplementaryGroups=a b",
            "DynamicUser=yes",
            "SetLoginEnvironment=no"
        )
        .definition.execution.identity
        #expect(identity.user == .name("web") && identity.group == .number(100) && identity.isDynamic)
        #expect(
            identity.supplementaryGroups == [.name("a"), .name("b")] && identity.setsLoginEnvironment == false
        )
    }

    @Test("the supervisor's own settings, of which a wrong one is an error")
    func manager() {
        func read(_ text: String) -> (settings: ManagerSettings, diagnostics: [Diagnostic]) {
            UnitFileReader.readManager(texts: [UnitText(path: "supervisord.conf", bytes: Array(text.utf8))])
        }
        let good = read(
            "[Manager]\nOperatorGroup=ops\nDefaultRestartSec=2\nDefaultLimitNOFILE=10:20\nWarmHelpers=0\nDefaultEnvironment=A=1\nJournalMaxSize=1M\n"
        )
        #expect(good.diagnostics.isEmpty)
        #expect(
            good.settings.operatorGroup == .name("ops") && good.settings.defaultRestartDelay == .seconds(2)
        )
        #expect(good.settings.defaultLimits == [ResourceLimit(kind: .openFiles, soft: 10, hard: 20)])
        #expect(good.settings.journalMaximumSize == 1 << 20)
        #expect(good.settings.warmHelpers == 0 && good.settings.defaultEnvironment.map(\.name) == ["A"])
        #expect(
            read("[Manager]\nOperatorGruop=ops\n").diagnostics.map(\.description) == [
                "supervisord.conf:2:1: error: unknown key 'OperatorGruop=' in [Manager]; did you mean 'OperatorGroup'?"
            ]
        )
        #expect(
            read("[Manager]\nOperatorGroup=a b\nViewerGroup users\n").diagnostics.filter {
                $0.severity == .error
            }.count == 2
        )
        #expect(read("OperatorGroup=ops\n").diagnostics.map(\.severity) == [.error])
        #expect(read("[Manger]\nOperatorGroup=ops\n").diagnostics.map(\.severity) == [.error])
        #expect(read(String(repeating: "x\u{7}\n", count: 2_000)).diagnostics.count == 1_001)
        #expect(read("[Ma\u{7}").diagnostics.allSatisfy { !$0.message.contains("\u{7}") })
    }
}

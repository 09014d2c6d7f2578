import SandboxPolicy
import ServiceModel
import Testing

@Suite("A confinement plan")
struct ConfinementPlanTests {
    private let location = ServiceModel.SourceLocation(file: "web.service", line: 4, column: 1)

    @Test("enforces what the host permits and says by what")
    func enforced() {
        var request = ExecutionRequest()
        request.identity.user = .name("web")
        request.capabilities.bounding = []
        request.limits = [ResourceLimit(kind: .openFiles, soft: 1, hard: 2)]
        let uses = [
            use("User", "web"), use("CapabilityBoundingSet", ""), use("LimitNOFILE", "1:2"),
            use("SystemCallFilter", "@system-service"), use("Restart", "always"),
        ]
        let plan = ConfinementPlan(request, uses: uses, host: HostFeatures(), isBestEffort: false)
        #expect(!plan.isRefused)
        #expect(plan.diagnostics.isEmpty)
        #expect(plan.execution == request)
        #expect(
            plan.outcomes.map { "\($0.directive) \($0.enforcement)" } == [
                "User enforced(by: \"uid\")", "CapabilityBoundingSet enforced(by: \"capabilities\")",
                "LimitNOFILE enforced(by: \"rlimit\")", "SystemCallFilter enforced(by: \"seccomp\")",
            ]
        )
    }

    @Test("merges the lines of a directive into one outcome")
    func merging() {
        let uses = [
            use("SystemCallFilter", "read"), use("UMask", "0077"), use("SystemCallFilter", "write"),
            use("Environment", "A=1"), use("Environment", ""), use("Environment", "B=2"),
        ]
        let plan = ConfinementPlan(ExecutionRequest(), uses: uses, host: HostFeatures(), isBestEffort: false)
        #expect(plan.outcomes.map(\.requested) == ["read write", "0077", "B=2"])
    }

    /// Joined pair by pair, these lines would copy a few hundred gigabytes.
    @Test("merges any number of lines of one directive in one walk", .timeLimit(.minutes(1)))
    func mergingMany() {
        let lines = [DirectiveUse](repeating: use("Environment", "NAME=value"), count: 200_000)
        let plan = ConfinementPlan(ExecutionRequest(), uses: lines, host: HostFeatures(), isBestEffort: false)
        #expect(plan.outcomes.map(\.directive) == ["Environment"])
        #expect(plan.outcomes.first?.requested.hasPrefix("NAME=value NAME=value ") == true)
    }

    @Test("shortens long values to a line")
    func shortening() {
        let long = String(repeating: "é", count: 1_000) + "\nsecond"
        let plan = ConfinementPlan(
            ExecutionRequest(),
            uses: [use("Environment", long)],
            host: HostFeatures(),
            isBestEffort: false
        )
        #expect(plan.outcomes[0].requested.count == 160)
        #expect(!plan.outcomes[0].requested.contains("\n"))
    }

    @Test(
        "refuses what the host does not permit, with the capability that is missing",
        arguments: [
            ("User", "it needs CAP_SETUID, which the supervisor does not have"),
            ("Group", "it needs CAP_SETGID, which the supervisor does not have"),
            ("SupplementaryGroups", "it needs CAP_SETGID, which the supervisor does not have"),
            ("CapabilityBoundingSet", "it needs CAP_SETPCAP, which the supervisor does not have"),
            ("AmbientCapabilities", "it needs CAP_NET_BIND_SERVICE, which the supervisor does not have"),
            ("SecureBits", "it needs CAP_SETPCAP, which the supervisor does not have"),
            ("SystemCallFilter", "the kernel has no system call filters (CONFIG_SECCOMP_FILTER)"),
            ("Nice", "it needs CAP_SYS_NICE, which the supervisor does not have"),
            ("CPUSchedulingPolicy", "it needs CAP_SYS_NICE, which the supervisor does not have"),
            ("RootDirectory", "it needs CAP_SYS_CHROOT, which the supervisor does not have"),
            ("CoredumpFilter", "it needs /proc, which is not mounted"),
        ]
    )
    func refused(directive: String, reason: String) {
        let plan = ConfinementPlan(demanding, uses: [use(directive, "x")], host: bare, isBestEffort: false)
        #expect(plan.isRefused)
        #expect(plan.outcomes.map(\.enforcement) == [.refused(reason: reason)])
        #expect(
            plan.diagnostics == [
                Diagnostic(.error, at: location, "\(directive)= cannot be enforced: \(reason)")
            ]
        )
    }

    @Test(
        "leaves out under best effort what cannot hold",
        arguments: [
            "CapabilityBoundingSet", "AmbientCapabilities", "SystemCallFilter", "Nice", "CoredumpFilter",
        ]
    )
    func bestEffort(directive: String) {
        let plan = ConfinementPlan(demanding, uses: [use(directive, "x")], host: bare, isBestEffort: true)
        #expect(!plan.isRefused)
        #expect(plan.diagnostics.map(\.severity) == [.warning])
        #expect(plan.execution != demanding)
        if case .refused = plan.outcomes[0].enforcement { return }
        Issue.record("the outcome hides that the directive does not hold")
    }

    @Test(
        "never runs a service as somebody else, best effort or not",
        arguments: ["User", "Group", "RootDirectory"]
    )
    func identityIsVital(directive: String) {
        let plan = ConfinementPlan(demanding, uses: [use(directive, "x")], host: bare, isBestEffort: true)
        #expect(plan.isRefused)
    }

    @Test("needs nothing to stay who the supervisor is")
    func ownIdentity() {
        var host = bare
        host.user = 1_000
        host.userName = "me"
        host.group = 1_000
        host.groupName = "us"
        for (user, group) in [
            (AccountReference.name("me"), AccountReference.name("us")), (.number(1_000), .number(1_000)),
        ] {
            var request = ExecutionRequest()
            request.identity.user = user
            request.identity.group = group
            let uses = [use("User", "x"), use("Group", "x")]
            #expect(!ConfinementPlan(request, uses: uses, host: host, isBestEffort: false).isRefused)
        }
    }

    @Test("refuses ambient capabilities outside the bounding set, which the kernel would refuse at launch")
    func ambientBeyondBounding() {
        var request = ExecutionRequest()
        request.capabilities.ambient = [.sysChroot, .setUID]
        request.capabilities.bounding = .setUID
        let uses = [use("AmbientCapabilities", "CAP_SYS_CHROOT CAP_SETUID")]
        let plan = ConfinementPlan(request, uses: uses, host: HostFeatures(), isBestEffort: false)
        let reason = "CapabilityBoundingSet= leaves out CAP_SYS_CHROOT"
        #expect(plan.outcomes.map(\.enforcement) == [.refused(reason: reason)])
    }

    @Test("leaves out ambient capabilities that the running kernel does not know, and says so")
    func unknownCapabilities() throws {
        let older = CapabilitySet(rawValue: (1 << 38) - 1)
        var host = HostFeatures()
        host.capabilities = older
        host.knownCapabilities = older
        var request = ExecutionRequest()
        request.capabilities.ambient = try #require(CapabilitySet(name: "CAP_BPF")).union(.sysChroot)
        let uses = [use("AmbientCapabilities", "CAP_BPF CAP_SYS_CHROOT")]
        let plan = ConfinementPlan(request, uses: uses, host: host, isBestEffort: false)
        #expect(plan.execution.capabilities.ambient == .sysChroot)
        #expect(
            plan.outcomes.map(\.enforcement)
                == [.emulated(by: "capabilities", gap: "this kernel does not know CAP_BPF")]
        )
    }

    @Test("cuts limits to what may be had, and says so")
    func limits() {
        var host = HostFeatures()
        host.capabilities = .all.subtracting(.sysResource)
        host.hardLimits = Array(repeating: 100, count: ResourceLimit.Kind.allCases.count)
        host.oomScoreAdjust = 0
        var request = ExecutionRequest()
        request.limits = [
            ResourceLimit(kind: .openFiles, soft: 200, hard: 300),
            ResourceLimit(kind: .core, soft: 1, hard: 2),
        ]
        request.properties.oomScoreAdjust = -500
        let uses = [use("LimitNOFILE", "200:300"), use("LimitCORE", "1:2"), use("OOMScoreAdjust", "-500")]
        let plan = ConfinementPlan(request, uses: uses, host: host, isBestEffort: false)
        #expect(!plan.isRefused)
        #expect(
            plan.execution.limits == [
                ResourceLimit(kind: .openFiles, soft: 100, hard: 100),
                ResourceLimit(kind: .core, soft: 1, hard: 2),
            ]
        )
        #expect(plan.execution.properties.oomScoreAdjust == nil)
        #expect(
            plan.outcomes.map(\.enforcement) == [
                .emulated(
                    by: "rlimit",
                    gap: "the hard limit stays at 100: raising it needs CAP_SYS_RESOURCE"
                ),
                .enforced(by: "rlimit"),
                .emulated(by: "oom score", gap: "it stays at 0: lowering it needs CAP_SYS_RESOURCE"),
            ]
        )

        host.capabilities = .all
        #expect(ConfinementPlan(request, uses: uses, host: host, isBestEffort: false).execution == request)
    }

    @Test("brings no-new-privs with a dynamic user, and names what it does not bring yet")
    func dynamicUser() {
        var request = ExecutionRequest()
        request.identity.isDynamic = true
        let uses = [use("DynamicUser", "yes")]
        let plan = ConfinementPlan(request, uses: uses, host: HostFeatures(), isBestEffort: false)
        #expect(plan.execution.capabilities.noNewPrivileges)
        #expect(!plan.isRefused)
        guard case .emulated(_, let gap) = plan.outcomes[0].enforcement else {
            Issue.record("the gap is hidden")
            return
        }
        #expect(gap == "RemoveIPC=yes is not carried out yet")
        #expect(plan.execution.protection.system == .strict && plan.execution.protection.home == .readOnly)
        #expect(plan.execution.protection.temporary == .own && plan.mounts?.isEmpty == false)
        var host = HostFeatures()
        host.capabilities.remove(.sysAdmin)
        let without = ConfinementPlan(request, uses: uses, host: host, isBestEffort: false)
        guard case .emulated(_, let more) = without.outcomes[0].enforcement else {
            Issue.record("the gap is hidden")
            return
        }
        #expect(
            more.contains("ProtectSystem=strict") && more.contains("CAP_SYS_ADMIN") && without.mounts == nil
        )
        #expect(ConfinementPlan(request, uses: uses, host: bare, isBestEffort: true).isRefused)
    }

    @Test(
        "leases no id for a user who has an account, says so, and takes neither root nor a number",
        arguments: [
            (.name("app"), "a leased uid"), (.name("web"), "the uid of the account 'web'"),
            (.name("toor"), nil), (.name("root"), nil), (.number(1000), nil),
        ] as [(AccountReference, String?)]
    )
    func namedDynamicUser(user: AccountReference, mechanism: String?) {
        var request = ExecutionRequest()
        request.identity.isDynamic = true
        request.identity.user = user
        var host = HostFeatures()
        host.accounts = ["web": 1000, "toor": 0]
        let plan = ConfinementPlan(
            request,
            uses: [use("DynamicUser", "yes")],
            host: host,
            isBestEffort: true
        )
        guard case .emulated(let by, _) = plan.outcomes[0].enforcement else {
            #expect(mechanism == nil && plan.isRefused)
            return
        }
        #expect(by == mechanism)
        #expect(plan.execution.identity.isDynamic == (by == "a leased uid"), "it is in its account's groups")
    }

    @Test(
        "refuses a restriction that this version does not enforce, unless it is best effort",
        arguments: [
            ("strict", false, true), ("yes", false, true), ("strict", true, false), ("none", false, true),
            ("Infinity", false, true),
        ]
    )
    func notEnforcedYet(value: String, isBestEffort: Bool, isRefused: Bool) {
        let one = use("ProtectSystem", value, .notEnforcedYet, restricts: true)
        let plan = ConfinementPlan(
            ExecutionRequest(),
            uses: [one],
            host: HostFeatures(),
            isBestEffort: isBestEffort
        )
        #expect(plan.isRefused == isRefused)
        #expect(plan.outcomes.map(\.enforcement) == [.notEnforcedYet])
        #expect(plan.diagnostics.map(\.severity) == [isRefused ? .error : .warning])
    }

    @Test(
        "has nothing to say of a directive that asks for nothing",
        arguments: [
            ("ProtectSystem", "no"), ("ProtectHome", "OFF"), ("PrivateTmp", "0"), ("ReadOnlyPaths", ""),
            ("RestrictAddressFamilies", "~"), ("ProtectProc", "default"), ("ProcSubset", "all"),
            ("MemoryMax", "infinity"), ("DevicePolicy", "auto"),
        ],
        [DirectiveUse.Support.notEnforcedYet, .notSupported]
    )
    func asksForNothing(line: (key: String, value: String), support: DirectiveUse.Support) {
        let plan = ConfinementPlan(
            ExecutionRequest(),
            uses: [use(line.key, line.value, support, restricts: true), use("Slice", "", support)],
            host: HostFeatures(),
            isBestEffort: false
        )
        #expect(!plan.isRefused && plan.outcomes.isEmpty && plan.diagnostics.isEmpty)
    }

    @Test(
        "refuses a word that means nothing where it stands, and a list that another line adds nothing to",
        arguments: [
            ("InaccessiblePaths", ["no"]), ("ProtectSystem", ["default"]), ("ReadOnlyPaths", ["all"]),
            ("InaccessiblePaths", ["/secret", "~"]), ("RestrictAddressFamilies", ["AF_INET", "~"]),
            ("RestrictAddressFamilies", ["no"]), ("MemoryMax", ["0"]),
        ]
    )
    func meansNothing(directive: String, values: [String]) {
        let plan = ConfinementPlan(
            ExecutionRequest(),
            uses: values.map { use(directive, $0, .notEnforcedYet, restricts: true) },
            host: HostFeatures(),
            isBestEffort: false
        )
        #expect(plan.isRefused)
        #expect(plan.outcomes.map(\.enforcement) == [.notEnforcedYet])
    }

    @Test("goes by the last word on a restriction")
    func lastWord() {
        for (values, isRefused) in [(["yes", "no"], false), (["no", "yes"], true)] {
            let uses = values.map { use("PrivateTmp", $0, .notEnforcedYet, restricts: true) }
            let plan = ConfinementPlan(
                ExecutionRequest(),
                uses: uses,
                host: HostFeatures(),
                isBestEffort: false
            )
            #expect(plan.isRefused == isRefused)
        }
    }

    @Test("protects files by mounts, where the supervisor may mount and the service has the host's root")
    func fileProtection() {
        var request = ExecutionRequest()
        request.protection.system = .strict
        request.protection.home = .yes
        request.protection.paths = [.init(access: .readWrite, path: "/srv", isOptional: true)]
        let uses = [
            use("ProtectSystem", "strict", restricts: true), use("ProtectHome", "yes", restricts: true),
            use("ReadWritePaths", "-/srv", restricts: true),
        ]
        func plan(_ host: HostFeatures = HostFeatures(), isBestEffort: Bool = false) -> ConfinementPlan {
            ConfinementPlan(request, uses: uses, host: host, isBestEffort: isBestEffort)
        }
        let mounts = MountArrangement(plan().mounts ?? []).entries
        #expect(
            mounts.map(\.path) == ["/", "/dev", "/home", "/proc", "/root", "/run/user", "/srv", "/sys"]
        )
        #expect(
            mounts.map(\.isReadOnly) == [true, false, true, false, true, true, false, false],
            "what is hidden is read-only"
        )
        #expect(mounts.filter { $0.content == .hidden }.map(\.path) == ["/home", "/root", "/run/user"])
        #expect(mounts.filter { !$0.isOptional }.map(\.path) == ["/"])
        #expect(plan().outcomes.allSatisfy { $0.enforcement == .enforced(by: "mounts") })
        var host = HostFeatures()
        host.capabilities.remove(.sysAdmin)
        #expect(plan(host).isRefused)
        let lenient = plan(host, isBestEffort: true)
        #expect(!lenient.isRefused && lenient.mounts == nil)
        request.files.rootDirectory = "/srv"
        #expect(plan().isRefused)
        #expect(ConfinementPlan(ExecutionRequest(), uses: [], host: host, isBestEffort: false).mounts == nil)
    }

    @Test(
        "protects the kernel by capabilities, filter and mounts, and says what is missing without one of them"
    )
    func kernelProtection() {
        let names = [
            "ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "ProtectClock",
            "ProtectControlGroups", "ProtectHostname",
        ]
        var request = ExecutionRequest()
        request.kernel = [.tunables, .modules, .logs, .clock, .controlGroups, .hostNames, .ownHostNames]
        request.capabilities.ambient = [.sysTime, .setUID]
        func plan(_ host: HostFeatures, isBestEffort: Bool = false) -> ConfinementPlan {
            ConfinementPlan(
                request,
                uses: names.map { use($0, "yes", restricts: true) },
                host: host,
                isBestEffort: isBestEffort
            )
        }
        let whole = plan(HostFeatures())
        let lost: CapabilitySet = [.sysModule, .syslog, .sysTime, .wakeAlarm]
        #expect(whole.execution.capabilities.bounding == CapabilitySet.all.subtracting(lost))
        #expect(whole.execution.capabilities.ambient == [.setUID])
        #expect(whole.execution.properties.hasOwnHostNames)
        let denied = Set(whole.restrictionRules?.rules.map(\.name) ?? [])
        #expect(denied.isSuperset(of: ["finit_module", "syslog", "clock_settime", "sethostname"]))
        let paths = (whole.mounts ?? []).map(\.path)
        #expect(Set(paths).isSuperset(of: ["/proc/sys", "/sys", "/usr/lib/modules", "/dev/kmsg"]))
        let groups = MountArrangement(whole.mounts ?? []).entries.filter { $0.path == "/sys/fs/cgroup" }
        #expect(groups.isEmpty, "read-only as /sys is")
        var host = HostFeatures()
        host.capabilities.remove(.sysAdmin)
        let refused = plan(host)
        #expect(refused.isRefused)
        let lenient = plan(host, isBestEffort: true)
        #expect(!lenient.isRefused && lenient.mounts == nil && !lenient.execution.properties.hasOwnHostNames)
        let gaps = lenient.outcomes.filter { if case .emulated = $0.enforcement { true } else { false } }
        #expect(
            gaps.map(\.directive) == [
                "ProtectKernelModules", "ProtectKernelLogs", "ProtectClock", "ProtectHostname",
            ]
        )
        host.hasSeccomp = false
        #expect(
            plan(host, isBestEffort: true).outcomes.allSatisfy {
                if case .refused = $0.enforcement { true } else { false }
            }
        )
    }

    @Test("notes what is not carried out and restricts nothing")
    func unsupported() {
        let uses = [use("LogNamespace", "x", .notSupported), use("After", "x.service", .notEnforcedYet)]
        let plan = ConfinementPlan(ExecutionRequest(), uses: uses, host: HostFeatures(), isBestEffort: false)
        #expect(!plan.isRefused)
        #expect(
            plan.diagnostics.map(\.description) == [
                "web.service:4:1: note: LogNamespace= is not supported",
                "web.service:4:1: note: After= is not enforced yet",
            ]
        )
        #expect(plan.outcomes.map(\.enforcement) == [.notSupported, .notEnforcedYet])
    }

    /// Asks for something of everything.
    private var demanding: ExecutionRequest {
        var request = ExecutionRequest()
        request.identity.user = .name("web")
        request.identity.group = .name("web")
        request.identity.supplementaryGroups = [.number(4)]
        request.capabilities.bounding = []
        request.capabilities.ambient = CapabilitySet(rawValue: 1 << 10)
        request.capabilities.secureBits = .noRoot
        request.systemCalls = SandboxPolicyTests.request("read")
        request.scheduling.nice = -5
        request.scheduling.policy = .fifo
        request.files.rootDirectory = "/srv"
        request.properties.coredumpFilter = 1
        return request
    }

    /// A host that permits nothing.
    private var bare: HostFeatures {
        var host = HostFeatures()
        host.user = 1_000
        host.capabilities = []
        host.hasSeccomp = false
        host.hasProc = false
        return host
    }

    private func use(
        _ directive: String,
        _ value: String,
        _ support: DirectiveUse.Support = .supported,
        restricts: Bool = false
    ) -> DirectiveUse {
        DirectiveUse(
            directive: directive,
            value: value,
            location: location,
            support: support,
            restrictsPrivilege: restricts
        )
    }
}

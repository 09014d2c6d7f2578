import ServiceModel

extension ExposureRule {
    static let capabilities: [ExposureRule] = [
        bounding("SYS_ADMIN", 1500, "administer the system", ["SYS_ADMIN"]),
        bounding(
            "SET(UID|GID|PCAP)",
            1500,
            "change users and capabilities",
            ["SETUID", "SETGID", "SETPCAP"]
        ),
        bounding("SYS_PTRACE", 1500, "trace any process", ["SYS_PTRACE"]),
        bounding("SYS_TIME", 1000, "set the system's clock", ["SYS_TIME"]),
        bounding("NET_ADMIN", 1000, "configure the network", ["NET_ADMIN"]),
        bounding("SYS_RAWIO", 1000, "do raw I/O", ["SYS_RAWIO"]),
        bounding("SYS_MODULE", 1000, "load kernel modules", ["SYS_MODULE"]),
        bounding("AUDIT_*", 500, "use auditing", ["AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE"]),
        bounding("SYSLOG", 500, "read the kernel's log", ["SYSLOG"]),
        bounding("SYS_(NICE|RESOURCE)", 500, "raise its share of resources", ["SYS_NICE", "SYS_RESOURCE"]),
        bounding("MKNOD", 500, "make device nodes", ["MKNOD"]),
        bounding("(CHOWN|FSETID|SETFCAP)", 1000, "give any file away", ["CHOWN", "FSETID", "SETFCAP"]),
        bounding(
            "(DAC_*|FOWNER|IPC_OWNER)",
            1000,
            "pass over the permissions of files",
            ["DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "IPC_OWNER"]
        ),
        bounding("KILL", 500, "signal any process", ["KILL"]),
        bounding(
            "NET_(BIND_SERVICE|BROADCAST|RAW)",
            500,
            "use low ports and raw sockets",
            ["NET_BIND_SERVICE", "NET_BROADCAST", "NET_RAW"]
        ),
        bounding("SYS_BOOT", 100, "reboot", ["SYS_BOOT"]),
        bounding("MAC_*", 100, "change mandatory access control", ["MAC_ADMIN", "MAC_OVERRIDE"]),
        bounding("LINUX_IMMUTABLE", 75, "mark files immutable", ["LINUX_IMMUTABLE"]),
        bounding("IPC_LOCK", 50, "lock memory", ["IPC_LOCK"]),
        bounding("SYS_CHROOT", 50, "change its root directory", ["SYS_CHROOT"]),
        bounding("BLOCK_SUSPEND", 25, "keep the system awake", ["BLOCK_SUSPEND"]),
        bounding("WAKE_ALARM", 25, "wake the system up", ["WAKE_ALARM"]),
        bounding("LEASE", 25, "take leases on files", ["LEASE"]),
        bounding("SYS_TTY_CONFIG", 25, "hang terminals up", ["SYS_TTY_CONFIG"]),
        bounding("SYS_PACCT", 25, "switch process accounting", ["SYS_PACCT"]),
        bounding("BPF", 25, "load BPF programs", ["BPF"]),
    ]

    private static func bounding(_ names: String, _ weight: Int, _ ability: String, _ words: [String])
        -> ExposureRule
    {
        let set = words.reduce(into: CapabilitySet()) { $0.formUnion(CapabilitySet(name: "cap_" + $1) ?? []) }
        return ExposureRule(
            name: "CapabilityBoundingSet=~CAP_" + names,
            weight: weight,
            range: 1,
            directives: ["CapabilityBoundingSet"],
            ability: ability,
            remedy: "CapabilityBoundingSet=~" + words.map { "CAP_" + $0 }.joined(separator: " "),
            condition: .always,
            badness: { settings, _ in settings.bounding.isDisjoint(with: set) ? 0 : 1 }
        )
    }

    static let restrictions: [ExposureRule] =
        [
            namespace("user", 1500), namespace("mnt", 500), namespace("ipc", 500), namespace("pid", 500),
            namespace("cgroup", 500), namespace("net", 500), namespace("uts", 100),
        ] + [
            family("AF_(INET|INET6)", 1500, "Internet", "AF_INET AF_INET6") { [2, 10].contains($0) },
            family("AF_UNIX", 25, "local", "AF_UNIX") { $0 == 1 },
            family("AF_NETLINK", 200, "netlink", "AF_NETLINK") { $0 == 16 },
            family("AF_PACKET", 1000, "packet", "AF_PACKET") { $0 == 17 },
            family("…", 1250, "exotic", nil) { ![1, 2, 10, 16, 17].contains($0) },
        ]

    private static func namespace(_ name: String, _ weight: Int) -> ExposureRule {
        let kind = NamespaceKinds.named.first { $0.name == name }?.kind ?? []
        return ExposureRule(
            name: "RestrictNamespaces=~" + name,
            weight: weight,
            range: 1,
            directives: ["RestrictNamespaces"],
            ability: "make namespaces of kind '\(name)'",
            remedy: "RestrictNamespaces=~" + name,
            condition: .always,
            badness: { settings, _ in
                (settings.request.restrictions.namespaces ?? .all).contains(kind) ? 1 : 0
            }
        )
    }

    /// As systemd counts: one member of a group that is listed stands for all of it.
    private static func family(
        _ name: String,
        _ weight: Int,
        _ kind: String,
        _ words: String?,
        _ isMember: @escaping @Sendable (UInt16) -> Bool
    ) -> ExposureRule {
        ExposureRule(
            name: "RestrictAddressFamilies=~" + name,
            weight: weight,
            range: 1,
            directives: ["RestrictAddressFamilies"],
            ability: "open \(kind) sockets",
            remedy: words.map { "RestrictAddressFamilies=~" + $0 }
                ?? "RestrictAddressFamilies= with those it needs",
            condition: .always,
            badness: { settings, _ in
                guard let families = settings.request.restrictions.addressFamilies else { return 1 }
                return families.numbers.contains(where: isMember) == families.isAllowList ? 1 : 0
            }
        )
    }

    static let filters: [ExposureRule] =
        [
            make(
                "SystemCallArchitectures",
                1000,
                "call the kernel as another architecture",
                range: 10,
                set: "SystemCallArchitectures=native"
            ) {
                let words = Set($0.request.systemCalls.architectures)
                return words.isEmpty ? 10 : words == ["native"] ? 0 : 8
            }
        ]
        + [
            ("swap", 1000), ("obsolete", 250), ("clock", 1000), ("cpu-emulation", 250), ("debug", 1000),
            ("mount", 1000), ("module", 1000), ("raw-io", 1000), ("reboot", 1000), ("privileged", 700),
            ("resources", 700),
        ].map(group)

    private static func group(_ name: String, _ weight: Int) -> ExposureRule {
        let members = SystemCallGroups.members(of: "@" + name) ?? []
        return ExposureRule(
            name: "SystemCallFilter=~@" + name,
            weight: weight,
            range: 10,
            directives: ["SystemCallFilter"],
            ability: "make the calls of @" + name,
            remedy: "SystemCallFilter=~@" + name,
            condition: .always,
            badness: { settings, calls in
                let list = SystemCallList(settings.request.systemCalls.filter, holdsDefaults: true)
                let isOpen = members.intersection(calls).contains { list.permits($0) }
                return isOpen ? (list.isAllowList ? 9 : 10) : 0
            }
        )
    }

    static let network: [ExposureRule] = [
        make("IPAddressDeny", 1000, "exchange packets with any address", range: 10, set: "IPAddressDeny=any")
        {
            if $0.hasValue("IPIngressFilterPath") || $0.hasValue("IPEgressFilterPath") { return 0 }
            let denied = $0.list("IPAddressDeny")
            let all = denied.contains("any") || (denied.contains("0.0.0.0/0") && denied.contains("::/0"))
            guard all else { return 10 }
            let allowed = $0.list("IPAddressAllow")
            if allowed.isEmpty { return 0 }
            return allowed.allSatisfy { ["localhost", "127.0.0.0/8", "::1/128", "::1"].contains($0) } ? 2 : 5
        },
        make(
            "DeviceAllow",
            1000,
            "use devices",
            range: 10,
            set: "DevicePolicy=closed",
            of: ["DevicePolicy", "DeviceAllow"]
        ) {
            let policy = $0.word("DevicePolicy", ["auto", "closed", "strict"]) ?? "auto"
            guard policy != "auto" || $0.isOn("PrivateDevices") else { return 10 }
            let hasEntries =
                !$0.list("DeviceAllow").isEmpty || $0.isOn("ProtectClock") || $0.hasValue("RootImage")
                || $0.hasValue("MountImages")
            return hasEntries ? 5 : 0
        },
    ]
}

extension SystemCallList {
    /// Whether the lines let the call through.
    fileprivate func permits(_ name: String) -> Bool {
        guard let entry = listed[name] else { return !isAllowList }
        return isAllowList && entry == nil
    }
}

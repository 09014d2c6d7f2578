import ServiceModel

extension ExposureRule {
    static let identity: [ExposureRule] = [
        make(
            "User=/DynamicUser",
            2000,
            "do what root may",
            range: 10,
            set: "User= or DynamicUser=yes",
            of: ["User", "DynamicUser"]
        ) {
            if $0.request.identity.user == .name("nobody") { return 9 }
            return $0.isPrivileged ? 10 : 0
        },
        make(
            "SupplementaryGroups",
            200,
            "use what further groups may use",
            set: "SupplementaryGroups=",
            where: .unprivileged
        ) { $0.request.identity.supplementaryGroups.isEmpty ? 0 : 1 },
    ]

    static let files: [ExposureRule] = [
        toggle("PrivateDevices", 1000, "reach hardware devices"),
        make("PrivateMounts", 1000, "make mounts that the host sees", set: "PrivateMounts=yes") {
            $0.hasOwnMounts ? 0 : 1
        },
        toggle("PrivateNetwork", 2500, "reach the host's network"),
        toggle("PrivateTmp", 1000, "reach other programs' temporary files", where: .withDefaultDependencies),
        toggle("PrivateUsers", 1000, "act on other users' behalf"),
        make(
            "ProtectHome",
            1000,
            "reach home directories",
            range: 10,
            set: "ProtectHome=yes",
            where: .withDefaultDependencies
        ) {
            switch $0.home {
            case .yes: 0
            case .temporary: 1
            case .readOnly: 5
            case .no: 10
            }
        },
        make(
            "ProtectSystem",
            1000,
            "write to the host's files",
            range: 10,
            set: "ProtectSystem=strict",
            where: .withDefaultDependencies
        ) {
            switch $0.system {
            case .strict: 0
            case .full: 3
            case .yes: 5
            case .no: 10
            }
        },
        make(
            "RootDirectory=/RootImage",
            200,
            "see the host's root directory",
            set: "RootDirectory=",
            of: ["RootDirectory", "RootImage"],
            where: .withDefaultDependencies
        ) { $0.hasRoot ? 0 : 1 },
    ]

    static let protections: [ExposureRule] = [
        toggle("ProtectControlGroups", 1000, "change control groups"),
        toggle("ProtectKernelModules", 1000, "load or read kernel modules"),
        toggle("ProtectKernelTunables", 1000, "change kernel tunables"),
        toggle("ProtectKernelLogs", 1000, "read or write the kernel's log"),
        toggle("ProtectClock", 1000, "set the clocks"),
        toggle("ProtectHostname", 50, "change the host name"),
        toggle("LockPersonality", 100, "change its execution domain"),
        toggle("MemoryDenyWriteExecute", 100, "write code into memory and run it"),
        toggle("NoNewPrivileges", 1000, "gain privileges by exec"),
    ]

    static let process: [ExposureRule] = [
        make("UMask", 100, "leave files that others can use", range: 10, set: "UMask=0077") {
            let mask = $0.request.properties.umask
            let bits: [(UInt16, Int)] = [(0o002, 10), (0o004, 5), (0o020, 2), (0o040, 1)]
            return bits.first { mask & $0.0 == 0 }?.1 ?? 0
        },
        make("KeyringMode", 1000, "share keys with other services", set: "KeyringMode=private") {
            ["inherit", "shared"].contains($0.word("KeyringMode", ["inherit", "private", "shared"]) ?? "")
                ? 1 : 0
        },
        make("ProtectProc", 1000, "see other processes in /proc", range: 3, set: "ProtectProc=invisible") {
            switch $0.word("ProtectProc", ["invisible", "ptraceable", "noaccess", "default"]) {
            case "invisible", "ptraceable": 0
            case "noaccess": 1
            default: 3
            }
        },
        make("ProcSubset", 10, "read what /proc tells of the kernel", set: "ProcSubset=pid") {
            $0.word("ProcSubset", ["all", "pid"]) == "pid" ? 0 : 1
        },
        make("NotifyAccess", 1000, "let any child change the service's state", set: "NotifyAccess=main") {
            $0.word("NotifyAccess", ["none", "main", "exec", "all"]) == "all" ? 1 : 0
        },
        toggle("RemoveIPC", 100, "leave interprocess objects behind", where: .unprivileged),
        make("Delegate", 100, "keep control groups of its own", set: "Delegate=no") {
            $0.delegates ? 1 : 0
        },
        toggle("RestrictRealtime", 500, "take real-time scheduling"),
        toggle("RestrictSUIDSGID", 1000, "make set-user-ID and set-group-ID files"),
        make("AmbientCapabilities", 500, "pass capabilities on", set: "AmbientCapabilities=") {
            $0.request.capabilities.ambient.isEmpty ? 0 : 1
        },
    ]
}

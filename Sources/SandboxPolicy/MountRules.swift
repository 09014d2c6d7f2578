import ServiceModel

/// The mounts that a unit's file directives come to. After systemd.exec(5).
enum MountRules {
    /// Nil where the host's tree is good enough.
    static func entries(_ request: ExecutionRequest, _ host: HostFeatures) -> [MountEntry]? {
        let kernel = KernelRules.mounts(request.kernel, canMakeDevices: host.capabilities.contains(.mknod))
        let protection = request.protection
        let hasOwnIPC = request.namespaces.hasOwnIPC
        if protection.isEmpty, kernel.isEmpty, !hasOwnIPC { return nil }
        let queues = hasOwnIPC ? [MountEntry("/dev/mqueue", .queues, isOptional: true)] : []
        return system(protection.system) + home(protection.home) + kernel + queues
            + temporary(protection.temporary)
            + processes(protection) + protection.placements.map(placement) + protection.paths.map(entry)
    }

    private static func readOnly(_ path: String, isOptional: Bool) -> MountEntry {
        var entry = MountEntry(path, isOptional: isOptional)
        entry.isReadOnly = true
        return entry
    }

    private static func system(_ level: FileProtection.System) -> [MountEntry] {
        let programs =
            [readOnly("/usr", isOptional: false)]
            + ["/boot", "/efi", "/bin", "/lib", "/lib64", "/sbin"].map { readOnly($0, isOptional: true) }
        switch level {
        case .no: return []
        case .yes: return programs
        case .full: return programs + [readOnly("/etc", isOptional: false)]
        case .strict:
            let writable = ["/dev", "/proc", "/sys", "/home", "/root", "/run/user"].map { path in
                var entry = MountEntry(path, isOptional: true)
                entry.isReadOnly = false
                return entry
            }
            return [readOnly("/", isOptional: false)] + writable
        }
    }

    private static func home(_ protection: FileProtection.Home) -> [MountEntry] {
        if protection == .no { return [] }
        return ["/home", "/root", "/run/user"].map { path in
            var entry = readOnly(path, isOptional: true)
            switch protection {
            case .no, .readOnly: break
            case .yes: entry.content = .hidden
            case .temporary: entry.content = .empty
            }
            return entry
        }
    }

    private static func temporary(_ kind: FileProtection.Temporary) -> [MountEntry] {
        switch kind {
        case .no: []
        case .own: [MountEntry("/tmp", .unitsOwn("tmp")), MountEntry("/var/tmp", .unitsOwn("var-tmp"))]
        case .disconnected: ["/tmp", "/var/tmp"].map { MountEntry($0, .temporary(["mode=1777"] + bounds)) }
        }
    }

    /// So that nothing in memory takes all of it. After systemd.
    private static let bounds = ["size=10%", "nr_inodes=400000"]

    private static func processes(_ protection: FileProtection) -> [MountEntry] {
        var options: [String] = []
        switch protection.processes {
        case .all: break
        case .noAccess: options.append("hidepid=noaccess")
        case .invisible: options.append("hidepid=invisible")
        case .traceable: options.append("hidepid=ptraceable")
        }
        if protection.seesOnlyProcesses { options.append("subset=pid") }
        return options.isEmpty ? [] : [MountEntry("/proc", .processes(options))]
    }

    private static func placement(_ placement: FileProtection.Placement) -> MountEntry {
        let content: MountEntry.Content
        var isExecutable = true
        switch placement.kind {
        case .bind(let source, let isRecursive): content = .bound(source, isRecursive: isRecursive)
        case .temporary(let options, let executable):
            content = .temporary(["mode=0755"] + bounds + options)
            isExecutable = executable
        }
        var entry = MountEntry(
            placement.path,
            content,
            isReadOnly: placement.isReadOnly,
            isOptional: placement.isOptional
        )
        entry.isExecutable = isExecutable
        return entry
    }

    private static func entry(_ path: FileProtection.Path) -> MountEntry {
        var entry = MountEntry(path.path, isOptional: path.isOptional)
        switch path.access {
        case .readWrite: entry.isReadOnly = false
        case .readOnly: entry.isReadOnly = true
        case .inaccessible: entry.content = .hidden
        case .executable: entry.isExecutable = true
        case .notExecutable: entry.isExecutable = false
        }
        return entry
    }
}

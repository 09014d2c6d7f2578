import ServiceModel

/// The mounts that a unit's file directives come to. After systemd.exec(5).
enum MountRules {
    /// Nil where the host's tree is good enough.
    static func entries(_ request: ExecutionRequest) -> [MountEntry]? {
        let kernel = KernelRules.mounts(request.kernel)
        let protection = request.protection
        if protection.isEmpty, kernel.isEmpty { return nil }
        return system(protection.system) + home(protection.home) + protection.paths.map(entry) + kernel
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

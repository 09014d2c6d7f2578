import ServiceModel

extension UnitProperties {
    static func protection(_ protection: FileProtection) -> [(String, String)] {
        func paths(_ access: FileProtection.Path.Access) -> String {
            let paths = protection.paths.filter { $0.access == access }
            return paths.map { ($0.isOptional ? "-" : "") + $0.path }.joined(separator: " ")
        }
        let system =
            switch protection.system {
            case .no: "no"
            case .yes: "yes"
            case .full: "full"
            case .strict: "strict"
            }
        let home =
            switch protection.home {
            case .no: "no"
            case .yes: "yes"
            case .readOnly: "read-only"
            case .temporary: "tmpfs"
            }
        return placements(protection) + [
            ("ProtectSystem", system), ("ProtectHome", home),
            ("PrivateMounts", word(protection.hasOwnMounts)),
            ("ReadWritePaths", paths(.readWrite)), ("ReadOnlyPaths", paths(.readOnly)),
            ("InaccessiblePaths", paths(.inaccessible)), ("ExecPaths", paths(.executable)),
            ("NoExecPaths", paths(.notExecutable)),
        ]
    }

    /// Bindings as systemd shows them: source, place and how.
    private static func placements(_ protection: FileProtection) -> [(String, String)] {
        var shown = ["BindPaths": [String](), "BindReadOnlyPaths": [], "TemporaryFileSystem": []]
        for placement in protection.placements {
            let mark = placement.isOptional ? "-" : ""
            switch placement.kind {
            case .bind(let source, let isRecursive):
                let text = "\(mark)\(source):\(placement.path):\(isRecursive ? "rbind" : "norbind")"
                shown[placement.isReadOnly ? "BindReadOnlyPaths" : "BindPaths"]?.append(text)
            case .temporary(let options, let isExecutable):
                let flags = (placement.isReadOnly ? ["ro"] : []) + (isExecutable ? [] : ["noexec"])
                let all = (flags + options).joined(separator: ",")
                shown["TemporaryFileSystem"]?.append(placement.path + (all.isEmpty ? "" : ":" + all))
            }
        }
        let temporary =
            switch protection.temporary {
            case .no: "no"
            case .own: "yes"
            case .disconnected: "disconnected"
            }
        let processes =
            switch protection.processes {
            case .all: "default"
            case .noAccess: "noaccess"
            case .invisible: "invisible"
            case .traceable: "ptraceable"
            }
        let propagation =
            switch protection.propagation {
            case nil: ""
            case .shared: "shared"
            case .slave: "slave"
            case .private: "private"
            }
        return [
            ("PrivateTmp", temporary), ("ProtectProc", processes),
            ("ProcSubset", protection.seesOnlyProcesses ? "pid" : "all"), ("MountFlags", propagation),
        ]
            + ["BindPaths", "BindReadOnlyPaths", "TemporaryFileSystem"].map {
                ($0, (shown[$0] ?? []).joined(separator: " "))
            }
    }

    static func namespaces(_ namespaces: NamespaceRequest) -> [(String, String)] {
        [
            ("PrivateNetwork", word(namespaces.hasOwnNetwork)),
            ("NetworkNamespacePath", namespaces.networkPath ?? ""),
            ("PrivateIPC", word(namespaces.hasOwnIPC)),
        ]
    }

    static func kernel(_ protection: KernelProtection) -> [(String, String)] {
        let hostname =
            protection.contains(.hostNames) ? "yes" : protection.contains(.ownHostNames) ? "private" : "no"
        return [
            ("ProtectKernelTunables", word(protection.contains(.tunables))),
            ("ProtectKernelModules", word(protection.contains(.modules))),
            ("ProtectKernelLogs", word(protection.contains(.logs))),
            ("ProtectClock", word(protection.contains(.clock))),
            ("ProtectControlGroups", word(protection.contains(.controlGroups))),
            ("ProtectHostname", hostname), ("PrivateDevices", word(protection.contains(.devices))),
        ]
    }
}

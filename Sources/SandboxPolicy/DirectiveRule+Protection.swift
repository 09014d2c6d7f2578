import ServiceModel

extension DirectiveRule {
    static let protection: [DirectiveRule] =
        [
            protecting("ProtectSystem") { $0.system = .no }, protecting("ProtectHome") { $0.home = .no },
            protecting("PrivateMounts") { $0.hasOwnMounts = false },
            protecting("MountFlags") { $0.propagation = nil },
            protecting("PrivateTmp") { $0.temporary = .no },
            protecting("ProtectProc") { $0.processes = .all },
            protecting("ProcSubset") { $0.seesOnlyProcesses = false },
            protecting("BindPaths") { $0.placements.removeAll { $0.isBind && !$0.isReadOnly } },
            protecting("BindReadOnlyPaths") { $0.placements.removeAll { $0.isBind && $0.isReadOnly } },
            protecting("TemporaryFileSystem") { $0.placements.removeAll { !$0.isBind } },
        ]
        + FileProtection.Path.Access.allCases.map { access in
            protecting(access.directive) { $0.paths.removeAll { $0.access == access } }
        }

    private static func protecting(
        _ directive: String,
        lift: @escaping @Sendable (inout FileProtection) -> Void
    ) -> DirectiveRule {
        DirectiveRule(
            [directive],
            relax: { lift(&$0.protection) },
            judge: { request, host in
                var without = request.protection
                lift(&without)
                return without == request.protection ? .enforced(by: "mounts") : mounted(request, host)
            }
        )
    }

    static func mounted(_ request: ExecutionRequest, _ host: HostFeatures) -> Enforcement {
        guard request.files.rootDirectory == nil else {
            return .refused(reason: "in this version it does not go together with RootDirectory=")
        }
        return enforced(by: "mounts", ifHeld: .sysAdmin, host)
    }
}

extension FileProtection.Placement {
    package var isBind: Bool {
        switch kind {
        case .bind: true
        case .temporary: false
        }
    }
}

extension FileProtection.Path.Access {
    var directive: String {
        switch self {
        case .readWrite: "ReadWritePaths"
        case .readOnly: "ReadOnlyPaths"
        case .inaccessible: "InaccessiblePaths"
        case .executable: "ExecPaths"
        case .notExecutable: "NoExecPaths"
        }
    }
}

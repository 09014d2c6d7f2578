import ServiceModel

extension DirectiveReaders {
    static let protection: [String: DirectiveReader] = [
        "ProtectSystem": switchable([("full", .full), ("strict", .strict)], no: .no, yes: .yes) {
            $0.definition.execution.protection.system = $1
        },
        "ProtectHome": switchable([("read-only", .readOnly), ("tmpfs", .temporary)], no: .no, yes: .yes) {
            $0.definition.execution.protection.home = $1
        },
        "ProtectKernelTunables": kernel(.tunables), "ProtectKernelModules": kernel(.modules),
        "ProtectKernelLogs": kernel(.logs), "ProtectClock": kernel(.clock),
        "ProtectControlGroups": kernel(.controlGroups),
        "ProtectHostname": switchable(
            [("private", KernelProtection.ownHostNames)],
            no: [],
            yes: [.hostNames, .ownHostNames]
        ) {
            $0.definition.execution.kernel.subtract([.hostNames, .ownHostNames])
            $0.definition.execution.kernel.formUnion($1)
        },
        "PrivateMounts": Kinds.boolean(default: false) {
            $0.definition.execution.protection.hasOwnMounts = $1
        },
        "PrivateTmp": switchable([("disconnected", .disconnected), ("connected", .own)], no: .no, yes: .own) {
            $0.definition.execution.protection.temporary = $1
        },
        "PrivateDevices": kernel(.devices),
        "PrivateNetwork": Kinds.boolean(default: false) {
            $0.definition.execution.namespaces.hasOwnNetwork = $1
        },
        "NetworkNamespacePath": { builder, value, directive in
            if value.isEmpty {
                builder.definition.execution.namespaces.networkPath = nil
            } else if let path = builder.absolutePath(value, directive) {
                builder.definition.execution.namespaces.networkPath = path
            }
        },
        "PrivateIPC": Kinds.boolean(default: false) {
            $0.definition.execution.namespaces.hasOwnIPC = $1
        },
        "ProtectProc": word(
            [
                ("default", .all), ("noaccess", .noAccess), ("invisible", .invisible),
                ("ptraceable", .traceable),
            ],
            default: .all
        ) { $0.definition.execution.protection.processes = $1 },
        "ProcSubset": word([("all", false), ("pid", true)], default: false) {
            $0.definition.execution.protection.seesOnlyProcesses = $1
        },
        "MountFlags": word([("shared", .shared), ("slave", .slave), ("private", .private)], default: nil) {
            $0.definition.execution.protection.propagation = $1
        },
        "BindPaths": { builder, value, directive in builder.addBindings(value, directive, isReadOnly: false)
        },
        "BindReadOnlyPaths": { builder, value, directive in
            builder.addBindings(value, directive, isReadOnly: true)
        },
        "TemporaryFileSystem": { builder, value, directive in builder.addTemporary(value, directive) },
        "ReadWritePaths": paths(.readWrite), "ReadOnlyPaths": paths(.readOnly),
        "InaccessiblePaths": paths(.inaccessible), "ExecPaths": paths(.executable),
        "NoExecPaths": paths(.notExecutable),
    ]

    private static func kernel(_ part: KernelProtection) -> DirectiveReader {
        Kinds.boolean(default: false) {
            if $1 {
                $0.definition.execution.kernel.insert(part)
            } else {
                $0.definition.execution.kernel.remove(part)
            }
        }
    }

    /// A boolean, or one of a few words.
    private static func switchable<Value: Sendable>(
        _ words: [(String, Value)],
        no: Value,
        yes: Value,
        _ set: @escaping @Sendable (inout UnitBuilder, Value) -> Void
    ) -> DirectiveReader {
        Kinds.value(
            "'yes', 'no' or " + words.map { "'\($0.0)'" }.joined(separator: " or "),
            default: no,
            { text in
                words.first { $0.0 == text }?.1 ?? NumberText.boolean(text).map { $0 ? yes : no }
            },
            set
        )
    }

    private static func word<Value: Sendable>(
        _ words: [(String, Value)],
        default value: Value,
        _ set: @escaping @Sendable (inout UnitBuilder, Value) -> Void
    ) -> DirectiveReader {
        Kinds.value(
            words.map { "'\($0.0)'" }.joined(separator: " or "),
            default: value,
            { text in words.first { $0.0 == text }?.1 },
            set
        )
    }

    private static func paths(_ access: FileProtection.Path.Access) -> DirectiveReader {
        { builder, value, directive in builder.addPaths(access, value, directive) }
    }
}

extension UnitBuilder {
    fileprivate mutating func addPaths(
        _ access: FileProtection.Path.Access,
        _ value: SourceValue,
        _ directive: Directive
    ) {
        guard !value.isEmpty else {
            definition.execution.protection.paths.removeAll { $0.access == access }
            return
        }
        guard let words = expandedWords(value, directive) else { return }
        for (text, word) in words {
            let optional = text.rest(after: "-")
            let bare = optional.map(String.init) ?? text
            // Of the unit's root, which is the host's here.
            guard let path = PathText.absolute(bare.rest(after: "+").map(String.init) ?? bare) else {
                rejectWord(
                    directive,
                    value.location(at: word.offset),
                    "\(directive.key)= takes absolute paths without '..', not '\(text)'"
                )
                continue
            }
            definition.execution.protection.paths.append(
                FileProtection.Path(access: access, path: path, isOptional: optional != nil)
            )
        }
    }
}

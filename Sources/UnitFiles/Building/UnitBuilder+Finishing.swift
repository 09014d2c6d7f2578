import ServiceModel

extension UnitBuilder {
    /// What can be judged only when everything is read.
    mutating func finish() {
        finishType()
        finishCommands()
        finishStreams()
        finishAffinity()
        finishCredentials()
        finishDirectories()
        definition.startsAutomatically = autoStart ?? !wanted.isEmpty
        if definition.description.isEmpty { definition.description = definition.name.text }
        closeFindings()
    }

    private mutating func finishType() {
        let starts = definition.commands[Int(CommandKind.start.rawValue)]
        // A unit that only stops something is a oneshot.
        if !hasType, starts.isEmpty, !isIncomplete { type = .oneshot }
        switch type {
        case .simple: definition.policy.startup = .simple
        case .exec: definition.policy.startup = .exec
        case .oneshot: definition.policy.startup = .oneshot
        case .idle:
            definition.policy.startup = .simple
            report(.warning, places["Type"], "Type=idle is carried out as Type=simple in this version")
        case .forking, .notify, .notifyReload, .dbus:
            report(
                .error,
                places["Type"],
                "Type=\(type.rawValue) is not available in this version; it has simple, exec and oneshot"
            )
        }
        guard definition.policy.startup == .oneshot else { return }
        if !hasStartTimeout { definition.policy.timeoutStart = .infinity }
        if definition.policy.restart == .always || definition.policy.restart == .onSuccess {
            report(
                .error,
                places["Restart"],
                "Restart=always and on-success make no sense with Type=oneshot, which ends by itself"
            )
        }
    }

    private mutating func finishCommands() {
        let starts = definition.commands[Int(CommandKind.start.rawValue)].count
        let stops = definition.commands[Int(CommandKind.stop.rawValue)].count
        // What was refused may have held them.
        if starts == 0, !isIncomplete { reportNoStart(hasStop: stops > 0) }
        if starts > 1, definition.policy.startup != .oneshot {
            report(.error, places["ExecStart"], "more than one ExecStart= is for Type=oneshot only")
        }
        for kind in CommandKind.allCases {
            definition.policy.commands[Int(kind.rawValue)] = ServicePolicy.Commands(
                ignoresFailure: definition.commands[Int(kind.rawValue)].map(\.ignoresFailure)
            )
        }
    }

    /// systemd takes a unit that is there for its `SuccessAction=` alone. Here the action would not be carried out,
    /// and a unit that starts, does nothing and says that all is well is worse than none.
    private mutating func reportNoStart(hasStop: Bool) {
        if hasStop {
            if definition.policy.remainAfterExit { return }
            report(.error, nil, "a unit without ExecStart= needs RemainAfterExit=yes")
        } else if let action = places["SuccessAction"] {
            let message = "the unit has no command, only a SuccessAction=, which is not enforced yet"
            report(.error, action, message)
        } else {
            report(.error, nil, "the unit has neither ExecStart= nor ExecStop=")
        }
    }

    private mutating func finishStreams() {
        let isUnset = definition.execution.streams.input == .null && hasInputData
        if wantsInputData || isUnset { definition.execution.streams.input = .data(inputData) }
    }

    /// Of two sources of one kind for one name the later counts.
    private mutating func finishCredentials() {
        var seen: Set<String> = []
        var kept: [Credential] = []
        for credential in definition.execution.credentials.reversed() {
            let kind = if case .file = credential.source { "file" } else { "inline" }
            if seen.insert(kind + ":" + credential.name).inserted { kept.append(credential) }
        }
        definition.execution.credentials = kept.reversed()
    }

    /// The helper's own last step: something to remove after the service ended.
    private mutating func finishDirectories() {
        let files = definition.execution.files
        let hasRuntime =
            files.directories.contains { $0.kind == .runtime } && files.runtimePreservation != .yes
        let hasTemporary = definition.execution.protection.temporary == .own
        guard hasRuntime || hasTemporary || !definition.execution.credentials.isEmpty else { return }
        definition.policy.commands[Int(CommandKind.cleanUp.rawValue)] = ServicePolicy.Commands(
            ignoresFailure: [true])
        definition.policy.cleansUpBeforeRestart = hasRuntime && files.runtimePreservation == .no
    }
}

import ServiceModel
import UnitFiles
import UnitSet

/// What `show` prints of a unit's files, under systemd's property names and in systemd's words.
enum UnitProperties {
    static func list(_ definition: ServiceDefinition) -> [CompiledUnit.Property] {
        let all =
            supervision(definition.policy) + killing(definition.policy) + execution(definition.execution)
            + [
                ("OnFailure", definition.onFailure.joined(separator: " ")),
                ("OnSuccess", definition.onSuccess.joined(separator: " ")),
            ]
        return all.map { CompiledUnit.Property(name: $0.0, value: $0.1) }
    }

    private static func supervision(_ policy: ServicePolicy) -> [(String, String)] {
        [
            ("Type", startup(policy.startup)),
            ("RemainAfterExit", word(policy.remainAfterExit)),
            ("Restart", restart(policy.restart)),
            ("RestartUSec", TimeText.words(policy.restartDelay)),
            ("RestartSteps", "\(policy.restartSteps)"),
            ("RestartMaxDelayUSec", TimeText.words(policy.restartMaximumDelay)),
            ("SuccessExitStatus", statuses(policy.success)),
            ("RestartPreventExitStatus", statuses(policy.restartPrevent)),
            ("RestartForceExitStatus", statuses(policy.restartForce)),
            ("StartLimitIntervalUSec", TimeText.words(policy.startLimitInterval)),
            ("StartLimitBurst", "\(policy.startLimitBurst)"),
            ("TimeoutStartUSec", TimeText.words(policy.timeoutStart)),
            ("TimeoutStopUSec", TimeText.words(policy.timeoutStop)),
            ("TimeoutAbortUSec", TimeText.words(policy.timeoutAbort ?? policy.timeoutStop)),
            ("TimeoutStartFailureMode", policy.startFailureMode.word),
            ("TimeoutStopFailureMode", policy.stopFailureMode.word),
            ("RuntimeMaxUSec", TimeText.words(policy.runtimeMaximum)),
        ]
    }

    private static func killing(_ policy: ServicePolicy) -> [(String, String)] {
        [
            ("KillMode", killMode(policy.killMode)),
            ("KillSignal", "\(policy.killSignal.number)"),
            ("RestartKillSignal", "\((policy.restartKillSignal ?? policy.killSignal).number)"),
            ("FinalKillSignal", "\(policy.finalKillSignal.number)"),
            ("OOMPolicy", policy.outOfMemory.word),
            ("SendSIGKILL", word(policy.sendsKill)),
            ("SendSIGHUP", word(policy.sendsHangup)),
        ]
    }

    private static func execution(_ request: ExecutionRequest) -> [(String, String)] {
        identity(request) + limits(request.limits) + files(request.files) + process(request)
            + scheduling(request) + surroundings(request) + protection(request.protection)
            + kernel(request.kernel) + namespaces(request.namespaces) + resources(request.resources)
            + access(request.access)
    }

    private static func identity(_ request: ExecutionRequest) -> [(String, String)] {
        let capabilities = request.capabilities
        let bounding = capabilities.bounding ?? .all
        return [
            ("User", account(request.identity.user)),
            ("Group", account(request.identity.group)),
            ("SupplementaryGroups", request.identity.supplementaryGroups.map(account).joined(separator: " ")),
            ("DynamicUser", word(request.identity.isDynamic)),
            ("CapabilityBoundingSet", bounding.memberNames.joined(separator: " ")),
            ("AmbientCapabilities", capabilities.ambient.memberNames.joined(separator: " ")),
            ("SecureBits", "\(capabilities.secureBits.rawValue)"),
            ("NoNewPrivileges", word(capabilities.noNewPrivileges)),
        ]
    }

    private static func limits(_ limits: [ResourceLimit]) -> [(String, String)] {
        limits.flatMap { limit in
            [
                ("Limit" + limit.kind.directiveSuffix, number(limit.hard)),
                ("Limit" + limit.kind.directiveSuffix + "Soft", number(limit.soft)),
            ]
        }
    }

    private static func files(_ files: FileLayout) -> [(String, String)] {
        let directories = FileLayout.DirectoryKind.allCases.map { kind in
            (directive(kind), files.directories.filter { $0.kind == kind }.map(\.name).joined(separator: " "))
        }
        let modes = zip(FileLayout.DirectoryKind.allCases, files.directoryModes).map {
            (directive($0) + "Mode", octal($1))
        }
        return [
            ("RootDirectory", files.rootDirectory ?? ""), ("WorkingDirectory", workingDirectory(files)),
            ("RuntimeDirectoryPreserve", preservation(files.runtimePreservation)),
            ("ExecSearchPath", files.searchPath.joined(separator: " ")),
        ]
            + directories + modes
    }

    private static func process(_ request: ExecutionRequest) -> [(String, String)] {
        let environment = request.environment.assignments.map { $0.name + "=" + $0.value }
        return [
            ("UMask", octal(request.properties.umask)),
            ("OOMScoreAdjust", "\(request.properties.oomScoreAdjust ?? 0)"),
            ("IgnoreSIGPIPE", word(request.properties.ignoresSIGPIPE)),
            ("Environment", environment.map(shellQuoted).joined(separator: " ")),
            ("SystemCallFilter", filter(request.systemCalls.filter)),
            ("SystemCallArchitectures", request.systemCalls.architectures.joined(separator: " ")),
            ("SystemCallLog", filter(request.systemCalls.log)),
            ("SystemCallErrorNumber", denial(request.systemCalls.defaultDenial)),
            ("RestrictAddressFamilies", families(request.restrictions.addressFamilies)),
            ("RestrictNamespaces", namespaces(request.restrictions.namespaces)),
            ("LockPersonality", word(request.restrictions.locksPersonality)),
            ("MemoryDenyWriteExecute", word(request.restrictions.deniesWritableCode)),
            ("RestrictRealtime", word(request.restrictions.deniesRealTime)),
            ("RestrictSUIDSGID", word(request.restrictions.deniesSetIDBits)),
            ("StandardInput", input(request.streams.input)),
            ("StandardOutput", output(request.streams.output)),
            ("StandardError", output(request.streams.error)),
        ]
    }
}

extension UnitProperties {
    /// Policies and classes are numbers, as of `sched(7)` and `ioprio_set(2)`; what the unit leaves alone is the kernel's
    /// default.
    private static func scheduling(_ request: ExecutionRequest) -> [(String, String)] {
        let scheduling = request.scheduling
        return [
            ("Nice", "\(scheduling.nice ?? 0)"),
            ("CPUAffinity", scheduling.affinity.map(String.init).joined(separator: " ")),
            ("CPUSchedulingPolicy", "\((scheduling.policy ?? .other).rawValue)"),
            ("CPUSchedulingPriority", "\(scheduling.priority ?? 0)"),
            ("CPUSchedulingResetOnFork", word(scheduling.resetsOnFork)),
            ("IOSchedulingClass", "\((scheduling.ioClass ?? .bestEffort).rawValue)"),
            ("IOSchedulingPriority", "\(scheduling.ioPriority ?? 4)"),
            ("TimerSlackNSec", "\(request.properties.timerSlack ?? 50_000)"),
        ]
    }

    /// One property for each file, credential and descriptor. What credentials hold is nobody's to see.
    private static func surroundings(_ request: ExecutionRequest) -> [(String, String)] {
        let environment = request.environment
        var list: [(String, String)] = [
            ("KeyringMode", keyring(request.properties.keyring)),
            ("CoredumpFilter", "0x" + String(request.properties.coredumpFilter ?? 0x33, radix: 16)),
            ("PassEnvironment", environment.passed.joined(separator: " ")),
            (
                "UnsetEnvironment",
                environment.removals.map { shellQuoted($0.name + ($0.value.map { "=" + $0 } ?? "")) }
                    .joined(separator: " ")
            ),
        ]
        for file in environment.files {
            list.append(("EnvironmentFiles", "\(file.path) (ignore_errors=\(word(file.isOptional)))"))
        }
        for credential in request.credentials {
            switch credential.source {
            case .file(let path): list.append(("LoadCredential", "\(credential.name):\(path)"))
            case .inline: list.append(("SetCredential", "\(credential.name):[unprintable]"))
            }
        }
        for file in request.openFiles {
            let options = OpenFile.Options.words.filter { file.options.contains($0.option) }.map(\.word)
            list.append(("OpenFile", ([file.path, file.name] + options).joined(separator: ":")))
        }
        return list
    }

    private static func keyring(_ keyring: ProcessProperties.Keyring) -> String {
        switch keyring {
        case .inherit: "inherit"
        case .private: "private"
        case .shared: "shared"
        }
    }

    private static func preservation(_ preservation: FileLayout.Preservation) -> String {
        switch preservation {
        case .no: "no"
        case .restart: "restart"
        case .yes: "yes"
        }
    }

    private static func families(_ families: AddressFamilies?) -> String {
        guard let families else { return "" }
        let names = families.numbers.map(AddressFamilyNames.name).joined(separator: " ")
        if families.isAllowList { return names.isEmpty ? "none" : names }
        return "~" + names
    }

    private static func namespaces(_ permitted: NamespaceKinds?) -> String {
        guard let permitted else { return "no" }
        let names = NamespaceKinds.named.filter { permitted.contains($0.kind) }.map(\.name)
        return names.isEmpty ? "yes" : names.joined(separator: " ")
    }

    /// Killing is the largest number but one, as systemd has it.
    private static func denial(_ denial: SystemCallRequest.Denial) -> String {
        switch denial {
        case .kill: "2147483646"
        case .errno(let number): "\(number)"
        }
    }

    private static func input(_ input: StandardStreams.Input) -> String {
        switch input {
        case .null: "null"
        case .data: "data"
        case .file(let path): "file:" + path
        case .namedDescriptor(let name): "fd:" + name
        }
    }

    private static func startup(_ startup: ServicePolicy.Startup) -> String {
        switch startup {
        case .simple: "simple"
        case .exec: "exec"
        case .oneshot: "oneshot"
        }
    }

    private static func restart(_ restart: ServicePolicy.Restart) -> String {
        switch restart {
        case .no: "no"
        case .onSuccess: "on-success"
        case .onFailure: "on-failure"
        case .onAbnormal: "on-abnormal"
        case .onWatchdog: "on-watchdog"
        case .onAbort: "on-abort"
        case .always: "always"
        }
    }

    private static func killMode(_ mode: ServicePolicy.KillMode) -> String {
        switch mode {
        case .controlGroup: "control-group"
        case .mixed: "mixed"
        case .process: "process"
        case .none: "none"
        }
    }

    private static func output(_ output: StandardStreams.Output) -> String {
        switch output {
        case .inherit: "inherit"
        case .null: "null"
        case .file(let path): "file:" + path
        case .append(let path): "append:" + path
        case .truncate(let path): "truncate:" + path
        case .namedDescriptor(let name): "fd:" + name
        }
    }

    private static func workingDirectory(_ files: FileLayout) -> String {
        switch files.workingDirectory {
        case nil: ""
        case .home(let isOptional): (isOptional ? "!" : "") + "~"
        case .path(let path, let isOptional): (isOptional ? "!" : "") + path
        }
    }

    private static func directive(_ kind: FileLayout.DirectoryKind) -> String {
        switch kind {
        case .runtime: "RuntimeDirectory"
        case .state: "StateDirectory"
        case .cache: "CacheDirectory"
        case .logs: "LogsDirectory"
        case .configuration: "ConfigurationDirectory"
        }
    }

    private static func account(_ account: AccountReference?) -> String {
        switch account {
        case nil: ""
        case .name(let name): name
        case .number(let number): "\(number)"
        }
    }

    private static func filter(_ entries: [SystemCallRequest.Entry]) -> String {
        let isDenyList = entries.first?.isInverted ?? false
        let words = entries.filter { $0.isInverted == isDenyList }.map(\.name)
        return (isDenyList ? "~" : "") + words.joined(separator: " ")
    }

    private static let shellSpecial = Set(" \t\n\r\"\\`$*?['()<>|&;!".utf8)

    /// As systemctl prints the words of a list: in double quotes where a shell would otherwise make something of them.
    private static func shellQuoted(_ word: String) -> String {
        let needsQuotes = word.utf8.contains { $0 >= 127 || shellSpecial.contains($0) }
        guard needsQuotes else { return word }
        let escaped = word.unicodeScalars.reduce(into: "") { text, scalar in
            if "\"\\`$".unicodeScalars.contains(scalar) { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return "\"" + escaped + "\""
    }

    private static func statuses(_ set: ExitStatusSet) -> String {
        (set.codes.map { "\($0)" } + set.signals.map(\.name)).joined(separator: " ")
    }

    static func word(_ flag: Bool) -> String { flag ? "yes" : "no" }

    private static func number(_ value: UInt64) -> String {
        value == ResourceLimit.infinity ? "infinity" : "\(value)"
    }

    private static func octal(_ mode: UInt16) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

extension OpenFile.Options {
    fileprivate static let words: [(option: OpenFile.Options, word: String)] = [
        (.readOnly, "read-only"), (.append, "append"), (.truncate, "truncate"), (.graceful, "graceful"),
    ]
}

import LaunchProtocol
import ServiceModel
import UnitSet
import Wire

/// Sets with every field away from its default, so that a forgotten field fails a round trip.
enum Samples {
    static func name(_ text: String) -> UnitName {
        guard let name = UnitName(text) else { preconditionFailure("a test's unit name is valid") }
        return name
    }

    static let location = SourceLocation(file: "web.service", line: 7, column: 16)

    static var web: CompiledUnit {
        var unit = CompiledUnit(name: name("web.service"))
        unit.loadState = .refused
        unit.description = "A web server"
        unit.documentation = ["man:web(8)", "https://example.org"]
        unit.fragmentPath = "/etc/castellan/units/web.service"
        unit.dropInPaths = ["/etc/castellan/units/web.service.d/10-a.conf"]
        unit.aliases = [name("alpha.service"), name("zeta.service")]
        unit.startsAutomatically = true
        unit.usesDynamicUser = true
        unit.policy = policy
        var plan = LaunchPlan()
        plan.filters = [FilterProgram(instructions: Array(repeating: 6, count: 80), isLogged: true)]
        let parts = plan.encodedParts()
        unit.plan = parts.head + parts.filters
        unit.sharedPlanSuffix = parts.filters.count
        unit.controlGroup = controlGroup.encoded()
        unit.commands[Int(CommandKind.start.rawValue)] = [
            LaunchJob.Task.execute(ExecCommand(path: "/bin/a", arguments: ["a"])).encoded(),
            LaunchJob.Task.execute(ExecCommand(path: "/bin/b", arguments: ["b"])).encoded(),
        ]
        unit.commands[Int(CommandKind.cleanUp.rawValue)] = [LaunchJob.Task.cleanUp.encoded()]
        unit.commandLines[Int(CommandKind.start.rawValue)] = ["/bin/a", "/bin/b"]
        unit.outcomes = outcomes
        unit.diagnostics = [
            Diagnostic(.error, at: location, "unknown capability 'CAP_CHOWM'"),
            Diagnostic(.warning, at: nil, "no commands"), Diagnostic(.note, at: nil, "as you like it"),
        ]
        unit.properties = [CompiledUnit.Property(name: "Restart", value: "on-failure")]
        return unit
    }

    static var controlGroup: ControlGroupPlan {
        var plan = ControlGroupPlan()
        plan.controllers = ["memory", "io"]
        plan.settings = [
            .init(directive: "MemoryMax", file: "memory.max", value: "1"),
            .init(directive: "IOReadIOPSMax", file: "io.max", value: "riops=1", device: "/dev/sda"),
        ]
        return plan
    }

    private static let outcomes: [DirectiveOutcome] = [
        .enforced(by: "seccomp"), .emulated(by: "directory", gap: "listable"),
        .refused(reason: "no privilege"),
        .notEnforcedYet, .notSupported,
    ].map { DirectiveOutcome(directive: "X", requested: "yes", enforcement: $0, location: location) }

    static var policy: ServicePolicy {
        var policy = ServicePolicy()
        policy.startup = .oneshot
        policy.remainAfterExit = true
        policy.commands[Int(CommandKind.start.rawValue)] = ServicePolicy.Commands(ignoresFailure: [
            true, false,
        ])
        policy.cleansUpBeforeRestart = false
        policy.restart = .onAbnormal
        policy.restartDelay = .seconds(3)
        policy.restartSteps = 4
        policy.restartMaximumDelay = .seconds(60)
        policy.success = ExitStatusSet(codes: [0, 3], signals: [.hangup])
        policy.restartPrevent = ExitStatusSet(codes: [1], signals: [.user1])
        policy.restartForce = ExitStatusSet(codes: [255], signals: [.user2])
        policy.startLimitInterval = .seconds(5)
        policy.startLimitBurst = 9
        policy.timeoutStart = .infinity
        policy.timeoutStop = .seconds(1)
        policy.timeoutAbort = .seconds(2)
        policy.runtimeMaximum = .seconds(86_400)
        policy.killMode = .mixed
        policy.killSignal = .interrupt
        policy.restartKillSignal = .quit
        policy.finalKillSignal = .abort
        policy.outOfMemory = .kill
        policy.sendsKill = false
        policy.sendsHangup = true
        return policy
    }

    static var manager: ManagerSettings {
        var manager = ManagerSettings()
        manager.operatorGroup = .name("adm")
        manager.viewerGroup = .number(4)
        manager.isBestEffort = true
        manager.defaultTimeoutStart = .seconds(1)
        manager.defaultTimeoutStop = .seconds(2)
        manager.defaultRestartDelay = .seconds(3)
        manager.defaultStartLimitInterval = .seconds(4)
        manager.defaultStartLimitBurst = 5
        manager.defaultEnvironment = [EnvironmentRequest.Assignment(name: "A", value: "b")]
        manager.defaultLimits = [ResourceLimit(kind: .openFiles, soft: 1, hard: 2)]
        manager.journalMaximumSize = 6
        manager.warmHelpers = 7
        return manager
    }

    static var set: CompiledSet {
        var set = CompiledSet()
        set.manager = manager
        set.managerDiagnostics = [Diagnostic(.warning, at: location, "hm")]
        // Unsorted on purpose.
        set.units = [
            web, CompiledUnit(name: name("nothing.service")), CompiledUnit(name: name("mail.service")),
        ]
        return set
    }

    static func reader(_ bytes: [UInt8]) throws(WireError) -> UnitSetReader {
        try UnitSetReader { offset, count in
            guard offset >= 0, offset <= bytes.count else { return nil }
            return Array(bytes[offset..<min(bytes.count, offset + count)])
        }
    }
}

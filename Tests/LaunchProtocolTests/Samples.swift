import LaunchProtocol
import ServiceModel

/// Values with every field away from its default, so that a forgotten field fails a round trip.
enum Samples {
    static var plan: LaunchPlan {
        var plan = LaunchPlan()
        plan.identity.user = .name("web")
        plan.identity.group = .number(33)
        plan.identity.supplementaryGroups = [.name("ssl-cert"), .number(7)]
        plan.identity.isDynamic = true
        plan.identity.setsLoginEnvironment = false
        plan.capabilities.bounding = .setUID
        plan.capabilities.ambient = .setGID
        plan.capabilities.secureBits = [.noRoot, .noRootLocked]
        plan.capabilities.noNewPrivileges = true
        plan.filters = [
            FilterProgram(instructions: Array(repeating: 6, count: 16), isLogged: true),
            FilterProgram(instructions: Array(repeating: 7, count: 8), isLogged: false),
        ]
        plan.limits = [
            ResourceLimit(kind: .openFiles, soft: 1024, hard: .max),
            ResourceLimit(kind: .core, soft: 0, hard: 0),
        ]
        plan.scheduling = scheduling
        plan.properties = properties
        plan.files = files
        var hidden = MountEntry("/root", isOptional: true)
        hidden.content = .hidden
        var writable = MountEntry("/srv")
        writable.isReadOnly = false
        plan.mounts =
            [hidden, writable]
            + ([
                .empty, .temporary(["size=1m"]), .bound("/a", isRecursive: false), .unitsOwn("tmp"), .devices,
                .processes(["subset=pid"]),
            ] as [MountEntry.Content]).map { MountEntry("/other", $0, isReadOnly: true) }
        plan.properties.mountPropagation = .private
        plan.environment = environment
        plan.credentials = [
            Credential(name: "token", source: .inline([0, 255, 10])),
            Credential(name: "key", source: .file("/etc/key")),
        ]
        plan.streams.input = .data([1, 2, 3])
        plan.streams.output = .append("/var/log/web")
        plan.streams.error = .namedDescriptor("web.socket")
        plan.openFiles = [OpenFile(path: "/dev/null", name: "null", options: [.readOnly, .graceful])]
        return plan
    }

    private static var scheduling: Scheduling {
        var scheduling = Scheduling()
        scheduling.nice = -5
        scheduling.affinity = [0, 3, 1023]
        scheduling.policy = .roundRobin
        scheduling.priority = 9
        scheduling.resetsOnFork = true
        scheduling.ioClass = .idle
        scheduling.ioPriority = 7
        return scheduling
    }

    private static var properties: ProcessProperties {
        var properties = ProcessProperties()
        properties.umask = 0o077
        properties.oomScoreAdjust = -1000
        properties.timerSlack = 50_000
        properties.coredumpFilter = 0x33
        properties.personality = 8
        properties.ignoresSIGPIPE = false
        properties.keyring = .shared
        return properties
    }

    private static var files: FileLayout {
        var files = FileLayout()
        files.rootDirectory = "/srv/root"
        files.workingDirectory = .path("/data", isOptional: true)
        files.directories = [
            FileLayout.ServiceDirectory(kind: .state, name: "web/cache", links: ["old", "older"])
        ]
        files.directoryModes = [0o700, 0o701, 0o702, 0o703, 0o704]
        files.runtimePreservation = .restart
        files.searchPath = ["/opt/bin", "/usr/bin"]
        return files
    }

    private static var environment: EnvironmentRequest {
        var environment = EnvironmentRequest()
        environment.passed = ["LANG"]
        environment.assignments = [EnvironmentRequest.Assignment(name: "A", value: "ä = b")]
        environment.files = [EnvironmentRequest.File(path: "/etc/default/web", isOptional: true)]
        environment.removals = [
            EnvironmentRequest.Removal(name: "B", value: nil),
            EnvironmentRequest.Removal(name: "C", value: ""),
        ]
        return environment
    }

    static var context: LaunchContext {
        var context = LaunchContext()
        context.directoryBases = ["/run", "/var/lib", "/var/cache", "/var/log", "/etc"]
        context.unit = "web.service"
        context.invocation = InvocationID(high: 1, low: .max)
        context.controlGroup = "/sys/fs/cgroup/castellan/web.service"
        context.dynamicUser = 61_184
        context.variables = [EnvironmentRequest.Assignment(name: "MAINPID", value: "42")]
        context.managerEnvironment = [EnvironmentRequest.Assignment(name: "LANG", value: "C.UTF-8")]
        context.openFiles = ResourceLimit(kind: .openFiles, soft: 1024, hard: 524_288)
        context.credentialsDirectory = "/run/castellan/credentials/web.service"
        context.lentUsers = [61_184, 65_519]
        context.standsBy = true
        return context
    }

    static let command = ExecCommand(
        path: "/usr/sbin/web",
        arguments: ["web", "", "${PORT}"],
        ignoresFailure: true,
        expandsVariables: false,
        privilege: .keepsUser
    )

    static var job: LaunchJob { LaunchJob(context: context, plan: plan, task: .execute(command)) }

    static let reports: [LaunchReport] =
        [.identity(uid: 0, gid: .max)]
        + LaunchStep.allCases.map { .failure(step: $0, errno: 13, detail: "/srv/data") }
}

import LaunchProtocol
import LinuxSystem
import SandboxPolicy
import ServiceModel
import UnitSet

/// Makes of a parsed unit what the daemon and the helper work from.
struct UnitAssembler {
    let host: HostFeatures
    /// With systemd's reading, what means nothing is said and left out.
    let isLenient: Bool
    /// Whom the units so far name as theirs.
    private(set) var users: Set<AccountReference> = []
    private var filters = FilterCompiler()
    /// Resolving groups is the slow part of a unit, and most units write the same few lines.
    private var rules: [SystemCallRequest: FilterRules?] = [:]

    init(host: HostFeatures, isLenient: Bool) {
        self.host = host
        self.isLenient = isLenient
    }

    mutating func assemble(_ parsed: ParsedUnit, from source: UnitSource) -> CompiledUnit {
        let definition = parsed.definition
        var unit = CompiledUnit(source)
        unit.description = definition.description
        unit.documentation = definition.documentation
        unit.startsAutomatically = definition.startsAutomatically || source.isWanted
        if let user = definition.execution.identity.user { users.insert(user) }
        unit.onFailure = definition.onFailure
        unit.onSuccess = definition.onSuccess
        let plan = ConfinementPlan(
            definition.execution,
            uses: parsed.uses,
            host: host,
            isBestEffort: isLenient || definition.isBestEffort
        )
        unit.usesDynamicUser = plan.execution.identity.isDynamic
        unit.outcomes = plan.outcomes
        unit.diagnostics = source.problems + parsed.diagnostics + plan.diagnostics
        unit.properties = UnitProperties.list(definition)
        addCommands(of: definition, to: &unit)
        addCleanUp(plan.execution, to: &unit)
        let filter = resolve(plan.execution.systemCalls, findings: &unit.diagnostics)
        addPlan(plan, filter: filter, to: &unit)
        unit.judge(isRefused: plan.isRefused)
        return unit
    }

    private func addCommands(of definition: ServiceDefinition, to unit: inout CompiledUnit) {
        unit.policy = definition.policy
        unit.policy.startsOthersOnFailure = !definition.onFailure.isEmpty
        unit.policy.startsOthersOnSuccess = !definition.onSuccess.isEmpty
        for kind in CommandKind.allCases {
            let commands = definition.commands[Int(kind.rawValue)]
            unit.policy.commands[Int(kind.rawValue)] = ServicePolicy.Commands(
                ignoresFailure: commands.map(\.ignoresFailure)
            )
            unit.commands[Int(kind.rawValue)] = commands.map { LaunchJob.Task.execute($0).encoded() }
            unit.commandLines[Int(kind.rawValue)] = commands.map(CommandText.line)
        }
    }

    /// The helper's last visit, when the unit leaves something behind that must not stay.
    private func addCleanUp(_ execution: ExecutionRequest, to unit: inout CompiledUnit) {
        let files = execution.files
        let hasRuntime =
            files.directories.contains { $0.kind == .runtime } && files.runtimePreservation != .yes
        unit.policy.cleansUpBeforeRestart = files.runtimePreservation == .no
        let hasTemporary = execution.protection.temporary == .own
        guard hasRuntime || hasTemporary || !execution.credentials.isEmpty else { return }
        let kind = Int(CommandKind.cleanUp.rawValue)
        unit.policy.commands[kind] = ServicePolicy.Commands(ignoresFailure: [true])
        unit.commands[kind] = [LaunchJob.Task.cleanUp.encoded()]
        unit.commandLines[kind] = ["(remove runtime directories, credentials and private /tmp)"]
    }

    private mutating func resolve(_ request: SystemCallRequest, findings: inout [Diagnostic]) -> FilterRules?
    {
        let key = request.withoutLocations
        let resolved = rules[key] ?? FilterRules(key)
        rules.updateValue(resolved, forKey: key)
        for finding in SystemCallCheck.diagnostics(request, rules: resolved) {
            let severity = isLenient && finding.severity == .error ? .warning : finding.severity
            findings.append(Diagnostic(severity, at: finding.location, finding.message))
        }
        return resolved
    }

    private mutating func addPlan(
        _ confinement: ConfinementPlan,
        filter: FilterRules?,
        to unit: inout CompiledUnit
    ) {
        var plan = LaunchPlan(confinement.execution)
        plan.mounts = confinement.mounts
        plan.namespaces = confinement.execution.namespaces
        do throws(SystemError) {
            // The filter comes last: it may deny what it takes to install another.
            if let restrictions = confinement.restrictionRules {
                plan.filters.append(try filters.program(for: restrictions))
            }
            if let filter { plan.filters.append(try filters.program(for: filter)) }
        } catch {
            let message = "the system call filter cannot be compiled: \(error)"
            unit.diagnostics.append(Diagnostic(.error, at: nil, message))
        }
        let group = confinement.controlGroup
        if !group.isEmpty { unit.controlGroup = group.encoded() }
        let parts = plan.encodedParts()
        unit.plan = parts.head + parts.filters
        unit.sharedPlanSuffix = parts.filters.count
    }
}

extension LaunchPlan {
    fileprivate init(_ execution: ExecutionRequest) {
        self.init()
        identity = execution.identity
        capabilities = execution.capabilities
        limits = execution.limits
        scheduling = execution.scheduling
        properties = execution.properties
        files = execution.files
        environment = execution.environment
        credentials = execution.credentials
        streams = execution.streams
        openFiles = execution.openFiles
    }
}

extension SystemCallRequest {
    /// The same wishes, wherever they are written.
    fileprivate var withoutLocations: SystemCallRequest {
        func bare(_ entry: Entry) -> Entry {
            Entry(name: entry.name, denial: entry.denial, isInverted: entry.isInverted, location: nil)
        }
        var request = self
        request.filter = filter.map(bare)
        request.log = log.map(bare)
        return request
    }
}

package import ServiceModel

/// What becomes of a unit's wishes on the host at hand: what the helper is to apply, and for each directive
/// whether it holds.
package struct ConfinementPlan: Hashable, Sendable {
    /// The request with its implications, and without what best effort leaves out.
    package private(set) var execution: ExecutionRequest
    package private(set) var outcomes: [DirectiveOutcome] = []
    package private(set) var diagnostics: [Diagnostic] = []
    /// The unit must not be started: something it restricts would not hold.
    package private(set) var isRefused = false

    private let host: HostFeatures
    private let isBestEffort: Bool

    package init(_ request: ExecutionRequest, uses: [DirectiveUse], host: HostFeatures, isBestEffort: Bool) {
        execution = request
        self.host = host
        self.isBestEffort = isBestEffort
        applyImplications()
        for use in ConfinementPlan.merged(uses) { judge(use) }
        useAccount()
        fitToHost()
    }

    /// Who has an account needs no lease, and is in the groups of the account.
    private mutating func useAccount() {
        if case .name(let name) = execution.identity.user, host.accounts[name] != nil {
            execution.identity.isDynamic = false
        }
    }

    /// What systemd's manual says that one directive brings with it, as far as it is carried out here.
    private mutating func applyImplications() {
        guard execution.identity.isDynamic else { return }
        execution.capabilities.noNewPrivileges = true
        if host.hasSeccomp { execution.restrictions.deniesSetIDBits = true }
        guard host.canMount(for: execution) else { return }
        execution.protection.system = .strict
        if execution.protection.home == .no { execution.protection.home = .readOnly }
        if execution.protection.temporary == .no { execution.protection.temporary = .own }
    }

    /// What its restrictions come to; nil where there are none.
    package var restrictionRules: RestrictionRules? {
        RestrictionRules(
            execution.restrictions,
            deniedCalls: KernelRules.deniedCalls(execution.kernel),
            personality: execution.properties.personality ?? 0,
            architectures: execution.systemCalls.architectures,
            hasKernelsOwn: execution.properties.deniesWritableCode
        )
    }

    /// What its own tree of files differs in from the host's; nil where it sees the host's.
    package var mounts: [MountEntry]? {
        host.canMount(for: execution) ? MountRules.entries(execution, host) : nil
    }

    /// What is done to its cgroup.
    package var controlGroup: ControlGroupPlan {
        var plan = ResourceRules.plan(execution.resources, host)
        if execution.access.restrictsDevices {
            plan.programs.append(DeviceRules.program(execution.access, host))
        }
        plan.programs += AddressRules.programs(execution.access) + BindRules.programs(execution.access)
        return plan
    }

    private mutating func judge(_ use: DirectiveUse) {
        switch use.support {
        case .supported:
            guard let rule = DirectiveRule.rule(for: use.directive) else { return }
            let enforcement = rule.judge(execution, host)
            record(use, enforcement)
            if case .refused(let reason) = enforcement { refuse(use, reason, rule) }
        case .notEnforcedYet:
            guard !use.asksForNothing else { return }
            record(use, .notEnforcedYet)
            reportUnenforced(use, "is not enforced yet")
        case .notSupported:
            guard !use.asksForNothing else { return }
            record(use, .notSupported)
            reportUnenforced(use, "is not supported")
        }
    }

    private mutating func record(_ use: DirectiveUse, _ enforcement: Enforcement) {
        outcomes.append(
            DirectiveOutcome(
                directive: use.directive,
                requested: ConfinementPlan.shortened(use.value),
                enforcement: enforcement,
                location: use.location
            )
        )
    }

    private mutating func refuse(_ use: DirectiveUse, _ reason: String, _ rule: DirectiveRule) {
        let message = "\(use.directive)= cannot be enforced: \(reason)"
        if isBestEffort, let relax = rule.relax {
            relax(&execution)
            diagnostics.append(Diagnostic(.warning, at: use.location, message + "; the unit runs without it"))
        } else {
            isRefused = true
            diagnostics.append(Diagnostic(.error, at: use.location, message))
        }
    }

    private mutating func reportUnenforced(_ use: DirectiveUse, _ state: String) {
        guard use.isRestriction else {
            diagnostics.append(Diagnostic(.note, at: use.location, "\(use.directive)= \(state)"))
            return
        }
        if isBestEffort {
            let message = "\(use.directive)= \(state); the unit runs without it"
            diagnostics.append(Diagnostic(.warning, at: use.location, message))
            return
        }
        isRefused = true
        let message =
            "\(use.directive)= \(state), and the unit must not run without it; "
            + "write 'Enforcement=best-effort' in [X-Castellan] to start it all the same"
        diagnostics.append(Diagnostic(.error, at: use.location, message))
    }

    /// What would only fail later is cut to what the host grants; the outcomes say so.
    private mutating func fitToHost() {
        let dropped = KernelRules.capabilities(execution.kernel)
        if !dropped.isEmpty, host.capabilities.contains(.setPCAP) {
            execution.capabilities.bounding = (execution.capabilities.bounding ?? .all).subtracting(dropped)
            execution.capabilities.ambient.subtract(dropped)
        }
        // A device file that lies elsewhere is none of the few either.
        if execution.kernel.contains(.devices), !execution.access.restrictsDevices, host.controlGroup != nil,
            host.groupPrograms.contains(.device)
        {
            execution.access.devicePolicy = .closed
        }
        execution.properties.hasOwnHostNames =
            execution.kernel.contains(.ownHostNames) && host.capabilities.contains(.sysAdmin)
        execution.properties.mountPropagation =
            host.canMount(for: execution) ? execution.protection.propagation : nil
        execution.properties.deniesWritableCode =
            execution.restrictions.deniesWritableCode && host.hasWritableCodeDenial
        execution.capabilities.ambient.formIntersection(host.knownCapabilities)
        if host.capabilities.contains(.sysResource) { return }
        execution.limits = execution.limits.map { limit in
            let most = host.hardLimit(limit.kind)
            return ResourceLimit(kind: limit.kind, soft: min(limit.soft, most), hard: min(limit.hard, most))
        }
        if let asked = execution.properties.oomScoreAdjust, asked < host.oomScoreAdjust {
            execution.properties.oomScoreAdjust = nil
        }
    }

    /// One use for each directive, values joined in file order; an empty one, or one that
    /// switches off, starts afresh. Each value is copied once, however many lines a directive has.
    private static func merged(_ uses: [DirectiveUse]) -> [DirectiveUse] {
        var order: [String] = []
        var groups: [String: [DirectiveUse]] = [:]
        for use in uses {
            guard let latest = groups[use.directive]?.last else {
                order.append(use.directive)
                groups[use.directive] = [use]
                continue
            }
            if use.isOff || latest.isOff { groups[use.directive] = [] }
            groups[use.directive]?.append(use)
        }
        return order.compactMap { groups[$0].flatMap(joined) }
    }

    private static func joined(_ uses: [DirectiveUse]) -> DirectiveUse? {
        guard let last = uses.last else { return nil }
        return DirectiveUse(
            directive: last.directive,
            value: uses.map(\.value).joined(separator: " "),
            location: last.location,
            support: last.support,
            restrictsPrivilege: last.restrictsPrivilege
        )
    }

    private static func shortened(_ value: String) -> String {
        let limit = 160
        let line = value.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= limit ? line : line.prefix(limit - 1) + "…"
    }
}

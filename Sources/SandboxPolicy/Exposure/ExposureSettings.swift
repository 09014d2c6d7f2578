import ServiceModel

/// What the exposure table looks at. Single words come from the unit's assignments and not from the model, so that a
/// directive counts as declared in a version that does not carry it out; what merges over lines comes from the model.
struct ExposureSettings: Sendable {
    private(set) var request: ExecutionRequest
    private(set) var bounding: CapabilitySet
    private var values: [String: [String]] = [:]

    /// What the files say, with what systemd adds when it loads a unit.
    init(declared request: ExecutionRequest, uses: [DirectiveUse]) {
        self.request = request
        bounding = request.capabilities.bounding ?? .all
        collect(uses.filter { !$0.value.isEmpty || ExposureSettings.emptied.contains($0.directive) })
        bounding.subtract(impliedDrops)
        if request.identity.isDynamic {
            for (directive, value) in [
                ("PrivateTmp", "yes"), ("ProtectSystem", "strict"), ("RemoveIPC", "yes"),
                ("NoNewPrivileges", "yes"), ("RestrictSUIDSGID", "yes"),
            ] {
                values[directive] = [value]
            }
            if home == .no { values["ProtectHome"] = ["read-only"] }
        }
    }

    /// What of it is enforced. The plan has drops and implications already, as far as they are carried out.
    init(held plan: ConfinementPlan, uses: [DirectiveUse], outcomes: [String: Enforcement]) {
        func holds(_ directive: String) -> Bool {
            if case .enforced = outcomes[directive] { return true }
            return false
        }
        request = plan.execution
        if !holds("User") { request.identity.user = nil }
        if !holds("DynamicUser") { request.identity.isDynamic = false }
        if !holds("SystemCallFilter") { request.systemCalls.filter = [] }
        if !holds("SystemCallArchitectures") { request.systemCalls.architectures = [] }
        if !holds("RestrictAddressFamilies") { request.restrictions.addressFamilies = nil }
        if !holds("RestrictNamespaces") { request.restrictions.namespaces = nil }
        let isCut = outcomes["CapabilityBoundingSet"] == nil || holds("CapabilityBoundingSet")
        bounding = (isCut ? request.capabilities.bounding : nil) ?? .all
        collect(uses.filter { holds($0.directive) })
        // What a leased user implies.
        if request.capabilities.noNewPrivileges { values["NoNewPrivileges"] = ["yes"] }
        let refused = outcomes["RestrictSUIDSGID"] != nil && !holds("RestrictSUIDSGID")
        if request.restrictions.deniesSetIDBits, !refused { values["RestrictSUIDSGID"] = ["yes"] }
    }

    /// Those that an empty value takes back. systemd passes over it elsewhere, where it is no word of the directive.
    private static let emptied: Set<String> = [
        "Delegate", "DeviceAllow", "IPAddressAllow", "IPAddressDeny", "IPEgressFilterPath",
        "IPIngressFilterPath", "MountImages", "RootDirectory", "RootImage",
    ]

    private mutating func collect(_ uses: [DirectiveUse]) {
        for use in uses {
            if use.value.isEmpty {
                values[use.directive] = use.directive == "Delegate" ? [""] : nil
            } else {
                values[use.directive, default: []].append(use.value)
            }
        }
    }

    private var impliedDrops: CapabilitySet {
        var names: [String] = []
        if isOn("PrivateDevices") { names += ["cap_mknod", "cap_sys_rawio"] }
        if isOn("ProtectKernelModules") { names.append("cap_sys_module") }
        if isOn("ProtectKernelLogs") { names.append("cap_syslog") }
        if isOn("ProtectClock") { names += ["cap_sys_time", "cap_wake_alarm"] }
        return names.reduce(into: []) { $0.formUnion(CapabilitySet(name: $1) ?? []) }
    }

    // MARK: words

    private static let yes: Set<String> = ["yes", "y", "true", "t", "on", "1"]
    private static let no: Set<String> = ["no", "n", "false", "f", "off", "0"]
    /// Further words that switch on.
    private static let further: [String: Set<String>] = [
        "PrivateTmp": ["disconnected"], "PrivateUsers": ["self", "identity", "full", "managed"],
        "ProtectControlGroups": ["private", "strict"],
    ]

    private static func boolean(_ value: String) -> Bool? {
        let word = value.lowercased()
        if yes.contains(word) { return true }
        return no.contains(word) ? false : nil
    }

    /// The last value that means something: systemd passes over the others.
    func isOn(_ directive: String) -> Bool {
        for value in (values[directive] ?? []).reversed() {
            if let flag = ExposureSettings.boolean(value) { return flag }
            if ExposureSettings.further[directive]?.contains(value) == true { return true }
            if directive == "ProtectHostname", value == "private" || value.begins(with: "private:") {
                return true
            }
        }
        return false
    }

    /// The last of the words that the directive knows.
    func word(_ directive: String, _ known: [String]) -> String? {
        values[directive]?.last { known.contains($0) }
    }

    func list(_ directive: String) -> [Substring] {
        (values[directive] ?? []).flatMap { $0.split { $0 == " " || $0 == "\t" } }
    }

    func hasValue(_ directive: String) -> Bool { !(values[directive]?.last ?? "").isEmpty }

    // MARK: what several rows ask

    /// Root, by systemd's reading of the unit.
    var isPrivileged: Bool {
        switch request.identity.user {
        case nil: !request.identity.isDynamic
        case .number(let number): number == 0
        case .name(let name): name == "root"
        }
    }

    var system: FileProtection.System {
        for value in (values["ProtectSystem"] ?? []).reversed() {
            if let flag = ExposureSettings.boolean(value) { return flag ? .yes : .no }
            if value == "full" { return .full }
            if value == "strict" { return .strict }
        }
        return .no
    }

    var home: FileProtection.Home {
        for value in (values["ProtectHome"] ?? []).reversed() {
            if let flag = ExposureSettings.boolean(value) { return flag ? .yes : .no }
            if value == "read-only" { return .readOnly }
            if value == "tmpfs" { return .temporary }
        }
        return .no
    }

    var hasRoot: Bool {
        let directory = values["RootDirectory"]?.last ?? ""
        return !(directory.isEmpty || directory == "/") || hasValue("RootImage")
    }

    /// The rule for a unit that systemd has loaded: any of these brings a mount namespace with it.
    var hasOwnMounts: Bool {
        isOn("PrivateMounts") || hasValue("RootImage") || system != .no || home != .no
            || [
                "PrivateDevices", "PrivateTmp", "ProtectControlGroups", "ProtectKernelTunables",
                "ProtectKernelModules",
            ].contains { isOn($0) }
    }

    var delegates: Bool {
        guard let value = values["Delegate"]?.last else { return false }
        return ExposureSettings.boolean(value) ?? true
    }

    var hasDefaultDependencies: Bool {
        !hasValue("DefaultDependencies") || isOn("DefaultDependencies")
    }
}

import ServiceModel

extension DirectiveRule {
    static let identity: [DirectiveRule] = [
        DirectiveRule(["User"], relax: nil) { request, host in
            let isOwn = isUser(request.identity.user, host)
            return isOwn ? .enforced(by: "uid") : enforced(by: "uid", ifHeld: .setUID, host)
        },
        DirectiveRule(["Group"], relax: nil) { request, host in
            let isOwn = isGroup(request.identity.group, host)
            return isOwn ? .enforced(by: "gid") : enforced(by: "gid", ifHeld: .setGID, host)
        },
        DirectiveRule(["SupplementaryGroups"], relax: nil) { request, host in
            if request.identity.supplementaryGroups.isEmpty { return .enforced(by: "groups") }
            return enforced(by: "groups", ifHeld: .setGID, host)
        },
        DirectiveRule(["DynamicUser"], relax: nil) { request, host in
            guard request.identity.isDynamic else { return .enforced(by: "uid") }
            if let lack = host.lacks([.setUID, .setGID]) { return .refused(reason: "it \(lack)") }
            return dynamic(request, host)
        },
    ]

    /// As systemd.exec(5) says, who has an account of the name in `User=` is that account.
    private static func dynamic(_ request: ExecutionRequest, _ host: HostFeatures) -> Enforcement {
        let gap = dynamicUserGap(request, host)
        switch request.identity.user {
        case nil: return .emulated(by: "a leased uid", gap: gap)
        case .number(let number):
            return .refused(reason: "User=\(number) is a number and not a name for the id")
        case .name(let name):
            guard let account = host.accounts[name] ?? (name == "root" ? 0 : nil) else {
                return .emulated(by: "a leased uid", gap: gap)
            }
            if account == 0 { return .refused(reason: "User=\(name) is root") }
            return .emulated(
                by: "the uid of the account '\(name)'",
                gap: "no id is leased where there is one; " + gap
            )
        }
    }

    /// What of its implications does not hold.
    private static func dynamicUserGap(_ request: ExecutionRequest, _ host: HostFeatures) -> String {
        var missing: [String] = []
        if !host.canMount(for: request) {
            let reason =
                host.lacks(.sysAdmin).map { "it \($0)" } ?? "they do not go together with RootDirectory= yet"
            missing.append(
                "ProtectSystem=strict, ProtectHome=read-only and PrivateTmp=yes, which it implies, do not hold: \(reason)"
            )
        }
        missing.append("RemoveIPC=yes is not carried out yet")
        return missing.joined(separator: "; ")
    }

    static let privilege: [DirectiveRule] = [
        DirectiveRule(
            ["CapabilityBoundingSet"],
            relax: { $0.capabilities.bounding = nil },
            judge: { _, host in enforced(by: "capabilities", ifHeld: .setPCAP, host) }
        ),
        DirectiveRule(
            ["AmbientCapabilities"],
            relax: { $0.capabilities.ambient = [] },
            judge: { request, host in
                let asked = request.capabilities.ambient
                if let lack = host.lacks(asked.intersection(host.knownCapabilities)) {
                    return .refused(reason: "it \(lack)")
                }
                let bounding = request.capabilities.bounding ?? .all
                let beyond = asked.subtracting(bounding).memberNames.map { $0.uppercased() }
                guard beyond.isEmpty else {
                    return .refused(
                        reason: "CapabilityBoundingSet= leaves out \(beyond.joined(separator: " and "))"
                    )
                }
                let unknown = asked.subtracting(host.knownCapabilities).memberNames.map { $0.uppercased() }
                if unknown.isEmpty { return .enforced(by: "capabilities") }
                let gap = "this kernel does not know \(unknown.joined(separator: " and "))"
                return .emulated(by: "capabilities", gap: gap)
            }
        ),
        DirectiveRule(
            ["SecureBits"],
            relax: { $0.capabilities.secureBits = [] },
            judge: { request, host in
                if request.capabilities.secureBits.isEmpty { return .enforced(by: "secure bits") }
                return enforced(by: "secure bits", ifHeld: .setPCAP, host)
            }
        ),
        DirectiveRule(["NoNewPrivileges"], by: "no-new-privs"),
        DirectiveRule(
            ["SystemCallFilter", "SystemCallErrorNumber", "SystemCallArchitectures", "SystemCallLog"],
            relax: { $0.systemCalls = SystemCallRequest() },
            judge: { _, host in
                if host.hasSeccomp { return .enforced(by: "seccomp") }
                return .refused(reason: noSeccomp)
            }
        ),
    ]

    /// Already who it is to be: nothing has to change, so nothing is needed.
    private static func isUser(_ user: AccountReference?, _ host: HostFeatures) -> Bool {
        switch user {
        case nil: true
        case .number(let number): number == host.user
        case .name(let name): name == host.userName
        }
    }

    private static func isGroup(_ group: AccountReference?, _ host: HostFeatures) -> Bool {
        switch group {
        case nil: true
        case .number(let number): number == host.group
        case .name(let name): name == host.groupName
        }
    }

    static func enforced(by mechanism: String, ifHeld needed: CapabilitySet, _ host: HostFeatures)
        -> Enforcement
    {
        guard let lack = host.lacks(needed) else { return .enforced(by: mechanism) }
        return .refused(reason: "it \(lack)")
    }
}

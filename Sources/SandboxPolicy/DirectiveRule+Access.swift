import ServiceModel

extension DirectiveRule {
    static let access: [DirectiveRule] = [
        programmed(
            ["DevicePolicy", "DeviceAllow"],
            [.device],
            isAsked: { $0.restrictsDevices },
            relax: {
                $0.devicePolicy = .auto
                $0.devices = []
            }
        ),
        programmed(
            ["IPAddressAllow", "IPAddressDeny"],
            [.ingress, .egress],
            isAsked: { !$0.allowedAddresses.isEmpty || !$0.deniedAddresses.isEmpty },
            relax: {
                $0.allowedAddresses = []
                $0.deniedAddresses = []
            }
        ),
        programmed(
            ["SocketBindAllow", "SocketBindDeny"],
            [.bind4, .bind6],
            isAsked: { !$0.allowedBinds.isEmpty || !$0.deniedBinds.isEmpty },
            relax: {
                $0.allowedBinds = []
                $0.deniedBinds = []
            }
        ),
    ]

    private static func programmed(
        _ directives: [String],
        _ kinds: [ControlGroupProgram.Kind],
        isAsked: @escaping @Sendable (AccessControl) -> Bool,
        relax: @escaping @Sendable (inout AccessControl) -> Void
    ) -> DirectiveRule {
        DirectiveRule(
            directives,
            relax: { relax(&$0.access) },
            judge: { request, host in
                guard isAsked(request.access) else { return .enforced(by: "nothing") }
                if let reason = host.lacks(programs: kinds) { return .refused(reason: reason) }
                return .enforced(by: "cgroup (BPF)")
            }
        )
    }
}

extension HostFeatures {
    private static let bpf = CapabilitySet(rawValue: 1 << 39)

    /// A sentence when units' cgroups cannot have programs of these kinds.
    fileprivate func lacks(programs kinds: [ControlGroupProgram.Kind]) -> String? {
        guard controlGroup != nil else { return "it needs a cgroup of version 2, and none can be made here" }
        if kinds.allSatisfy(groupPrograms.contains) { return nil }
        if !capabilities.contains(.sysAdmin),
            let missing = lacks([HostFeatures.bpf, CapabilitySet.netAdmin])
        {
            return "it " + missing
        }
        return "the kernel takes no BPF program for it (CONFIG_CGROUP_BPF)"
    }
}

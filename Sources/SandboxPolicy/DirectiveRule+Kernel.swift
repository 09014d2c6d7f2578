import ServiceModel

extension DirectiveRule {
    static let kernel: [DirectiveRule] = [
        protecting("ProtectKernelTunables", .tunables) { request, host in mounted(request, host) },
        protecting("ProtectControlGroups", .controlGroups) { request, host in mounted(request, host) },
        protecting("ProtectKernelModules", .modules) { request, host in
            filtered(request, host, gap: "/usr/lib/modules can be read")
        },
        protecting("ProtectKernelLogs", .logs) { request, host in
            filtered(
                request,
                host,
                gap: "/dev/kmsg and /proc/kmsg can be opened by whom their modes permit it"
            )
        },
        protecting("PrivateDevices", .devices) { request, host in
            guard host.hasSeccomp else { return .refused(reason: noSeccomp) }
            if host.capabilities.contains(.mknod) {
                return filtered(request, host, gap: "/dev is the host's")
            }
            let gap = "/dev is the host's, since the supervisor does not have CAP_MKNOD"
            return .emulated(by: filteringMechanism(host), gap: gap)
        },
        protecting("ProtectClock", .clock) { _, host in
            guard host.hasSeccomp else { return .refused(reason: noSeccomp) }
            return .emulated(
                by: filteringMechanism(host),
                gap: "who may write to /dev/rtc can set its alarms, though not its time"
            )
        },
        protecting("ProtectHostname", [.hostNames, .ownHostNames]) { request, host in
            guard request.kernel.contains(.hostNames) else {
                return enforced(by: "a namespace", ifHeld: .sysAdmin, host)
            }
            guard host.hasSeccomp else { return .refused(reason: noSeccomp) }
            if host.capabilities.contains(.sysAdmin) { return .enforced(by: "a namespace and seccomp") }
            return .emulated(by: "seccomp", gap: "it sees when the host's name changes")
        },
    ]

    private static func protecting(
        _ directive: String,
        _ part: KernelProtection,
        judge: @escaping @Sendable (ExecutionRequest, HostFeatures) -> Enforcement
    ) -> DirectiveRule {
        DirectiveRule(
            [directive],
            relax: { $0.kernel.subtract(part) },
            judge: { request, host in
                request.kernel.isDisjoint(with: part) ? .enforced(by: "nothing") : judge(request, host)
            }
        )
    }

    private static func filtered(_ request: ExecutionRequest, _ host: HostFeatures, gap: String)
        -> Enforcement
    {
        guard host.hasSeccomp else { return .refused(reason: noSeccomp) }
        guard host.canMount(for: request) else {
            return .emulated(by: filteringMechanism(host), gap: gap)
        }
        let dropsCapabilities = host.capabilities.contains(.setPCAP)
        return .enforced(by: dropsCapabilities ? "capabilities, seccomp and mounts" : "seccomp and mounts")
    }

    private static func filteringMechanism(_ host: HostFeatures) -> String {
        host.capabilities.contains(.setPCAP) ? "capabilities and seccomp" : "seccomp"
    }
}

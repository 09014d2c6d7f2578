import ServiceModel

/// What the protections of the kernel come to. After systemd.exec(5).
enum KernelRules {
    /// What leaves the bounding set.
    static func capabilities(_ protection: KernelProtection) -> CapabilitySet {
        var dropped: CapabilitySet = []
        if protection.contains(.modules) { dropped.formUnion(.sysModule) }
        if protection.contains(.logs) { dropped.formUnion(.syslog) }
        if protection.contains(.clock) { dropped.formUnion([.sysTime, .wakeAlarm]) }
        if protection.contains(.devices) { dropped.formUnion([.mknod, .sysRawIO]) }
        return dropped
    }

    /// Calls that fail, whatever they are used for.
    static func deniedCalls(_ protection: KernelProtection) -> [String] {
        var calls: [String] = []
        if protection.contains(.modules) { calls += SystemCallGroups.members(of: "@module") ?? [] }
        if protection.contains(.logs) { calls.append("syslog") }
        if protection.contains(.clock) { calls += SystemCallGroups.members(of: "@clock") ?? [] }
        if protection.contains(.hostNames) { calls += ["sethostname", "setdomainname"] }
        if protection.contains(.devices) { calls += SystemCallGroups.members(of: "@raw-io") ?? [] }
        return calls
    }

    static func mounts(_ protection: KernelProtection, canMakeDevices: Bool) -> [MountEntry] {
        var entries: [MountEntry] = []
        if protection.contains(.tunables) {
            entries += readOnlyTunables.map { entry($0, isReadOnly: true) }
            entries += ["/proc/kallsyms", "/proc/kcore"].map(hidden)
            // Who is to keep them alone says so.
            entries += ["/sys/fs/cgroup", "/sys/fs/selinux"].map { entry($0, isReadOnly: false) }
        }
        if protection.contains(.controlGroups) { entries.append(entry("/sys/fs/cgroup", isReadOnly: true)) }
        if protection.contains(.modules) { entries += ["/usr/lib/modules", "/lib/modules"].map(hidden) }
        if protection.contains(.logs) { entries += ["/dev/kmsg", "/proc/kmsg"].map(hidden) }
        if protection.contains(.devices), canMakeDevices { entries += ownDevices }
        return entries
    }

    private static var ownDevices: [MountEntry] {
        var devices = MountEntry("/dev", .devices, isReadOnly: true)
        devices.isExecutable = false
        return [devices]
            + ["/dev/pts", "/dev/shm", "/dev/mqueue", "/dev/hugepages", "/dev/log"].map {
                MountEntry($0, .bound($0, isRecursive: true), isOptional: true)
            }
    }

    private static let readOnlyTunables = [
        "/proc/acpi", "/proc/apm", "/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq",
        "/proc/latency_stats", "/proc/mtrr", "/proc/scsi", "/proc/sys", "/proc/sysrq-trigger",
        "/proc/timer_stats", "/sys",
    ]

    private static func entry(_ path: String, isReadOnly: Bool) -> MountEntry {
        var entry = MountEntry(path, isOptional: true)
        entry.isReadOnly = isReadOnly
        return entry
    }

    private static func hidden(_ path: String) -> MountEntry {
        var entry = MountEntry(path, isOptional: true)
        entry.content = .hidden
        return entry
    }
}

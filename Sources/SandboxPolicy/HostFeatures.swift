package import ServiceModel

/// What the supervisor may do on the host at hand, gathered when units are loaded.
package struct HostFeatures: Hashable, Sendable {
    package var user: UInt32 = 0
    package var group: UInt32 = 0
    /// Nil when the account files do not name the user.
    package var userName: String?
    package var groupName: String?
    /// The user ids of the accounts, by name.
    package var accounts: [String: UInt32] = [:]
    /// The effective set of the supervisor.
    package var capabilities: CapabilitySet = .all
    /// What the running kernel has at all; an older one knows fewer than this build.
    package var knownCapabilities: CapabilitySet = .all
    package var hasSeccomp = true
    /// Whether the kernel can be told to keep written memory from being executed.
    package var hasWritableCodeDenial = true
    /// Whether /proc is there: some settings of a process are files in it.
    package var hasProc = true
    /// By `ResourceLimit.Kind.rawValue`: what may be asked for without CAP_SYS_RESOURCE.
    package var hardLimits: [UInt64] = []
    package var oomScoreAdjust: Int16 = 0
    /// The directory of the cgroup in which units get theirs; nil: none can be made.
    package var controlGroup: String? = "/sys/fs/cgroup"
    /// Those that the cgroups of units can have. All, until somebody looks.
    package var controllers: Set<String> = ["cpu", "cpuset", "io", "memory", "pids"]
    /// The BPF programs that the supervisor can attach to them.
    package var groupPrograms = Set(ControlGroupProgram.Kind.allCases)
    /// What `/proc/devices` lists.
    package var deviceGroups: [DeviceGroup] = []
    /// In bytes; 0: not known.
    package var physicalMemory: UInt64 = 0
    /// How many tasks the kernel has room for; 0: not known.
    package var maximumTasks: UInt64 = 0

    package struct DeviceGroup: Hashable, Sendable {
        package let isBlock: Bool
        package let major: UInt32
        package let name: String

        package init(isBlock: Bool, major: UInt32, name: String) {
            self.isBlock = isBlock
            self.major = major
            self.name = name
        }
    }

    package init() {}

    /// Whether a service can be given mounts of its own.
    func canMount(for request: ExecutionRequest) -> Bool {
        request.files.rootDirectory == nil && capabilities.contains(.sysAdmin)
    }

    func hardLimit(_ kind: ResourceLimit.Kind) -> UInt64 {
        let index = Int(kind.rawValue)
        return hardLimits.indices.contains(index) ? hardLimits[index] : ResourceLimit.infinity
    }

    /// A sentence when units' cgroups cannot have a controller.
    func lacks(controller: String) -> String? {
        guard let controlGroup else { return "it needs a cgroup of version 2, and none can be made here" }
        if controllers.contains(controller) { return nil }
        return "it needs the \(controller) controller, which \(controlGroup) does not have"
    }

    /// A sentence when a capability is missing: `needs CAP_SETUID, which the supervisor does not have`.
    func lacks(_ needed: CapabilitySet) -> String? {
        let missing = needed.subtracting(capabilities).memberNames.map { $0.uppercased() }
        if missing.isEmpty { return nil }
        return "needs \(missing.joined(separator: " and ")), which the supervisor does not have"
    }
}

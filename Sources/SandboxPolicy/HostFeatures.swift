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

    package init() {}

    /// Whether a service can be given mounts of its own.
    func canMount(for request: ExecutionRequest) -> Bool {
        request.files.rootDirectory == nil && capabilities.contains(.sysAdmin)
    }

    func hardLimit(_ kind: ResourceLimit.Kind) -> UInt64 {
        let index = Int(kind.rawValue)
        return hardLimits.indices.contains(index) ? hardLimits[index] : ResourceLimit.infinity
    }

    /// A sentence when a capability is missing: `needs CAP_SETUID, which the supervisor does not have`.
    func lacks(_ needed: CapabilitySet) -> String? {
        let missing = needed.subtracting(capabilities).memberNames.map { $0.uppercased() }
        if missing.isEmpty { return nil }
        return "needs \(missing.joined(separator: " and ")), which the supervisor does not have"
    }
}

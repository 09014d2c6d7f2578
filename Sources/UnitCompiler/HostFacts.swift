import LinuxSystem
import SandboxPolicy
import ServiceModel

/// Everything about the host that compiling needs, gathered while files can still be opened.
struct HostFacts: Sendable {
    var features = HostFeatures()
    var hostName = "localhost"
    /// `/etc/machine-info`: PRETTY_HOSTNAME.
    var prettyHostName: String?
    var kernelRelease = ""
    /// The kernel's word: `x86_64`, `aarch64`.
    var machine = ""
    var machineID: String?
    var bootID: String?
    /// `/etc/os-release`, by key.
    var release: [String: String] = [:]
    var home = "/root"
    var shell = "/bin/sh"
    var users = AccountFile([])
    var groups = AccountFile([])

    /// Missing files are missing facts: a container need not have any of them.
    static func gather() -> HostFacts {
        var facts = HostFacts()
        if let names = value({ () throws(SystemError) in try HostNames.current() }) {
            facts.hostName = names.node
            facts.kernelRelease = names.release
            facts.machine = names.machine
        }
        facts.machineID = line("/etc/machine-id")
        facts.bootID = line("/proc/sys/kernel/random/boot_id")?.filter { $0 != "-" }
        facts.prettyHostName = AssignmentFile.values(contents("/etc/machine-info") ?? [])["PRETTY_HOSTNAME"]
        let release = contents("/etc/os-release") ?? contents("/usr/lib/os-release") ?? []
        facts.release = AssignmentFile.values(release)
        facts.readAccounts()
        facts.readFeatures()
        facts.readCapacity()
        facts.readGroupFeatures()
        return facts
    }

    private mutating func readAccounts() {
        features.user = OwnProcess.effectiveUser
        features.group = OwnProcess.effectiveGroup
        users = AccountFile(HostFacts.contents("/etc/passwd") ?? [])
        features.accounts = users.userNumbersByName
        if let user = users.user(features.user) {
            features.userName = user.name
            home = user.home
            shell = user.shell
        }
        groups = AccountFile(HostFacts.contents("/etc/group") ?? [])
        features.groupName = groups.groupName(features.group)
    }

    private mutating func readFeatures() {
        let held = HostFacts.value { () throws(SystemError) in try HeldCapabilities.effective() }
        // Not knowing is not having: what needs a capability is then refused.
        features.capabilities = held ?? []
        if let known = HostFacts.value({ () throws(SystemError) in try OwnCapabilities.known() }) {
            features.knownCapabilities = CapabilitySet(rawValue: known)
        }
        features.hardLimits = ResourceLimit.Kind.allCases.map { kind in
            let limit = HostFacts.value { () throws(SystemError) in try OwnLimits.values(kind.rawValue) }
            return limit?.hard ?? ResourceLimit.infinity
        }
        features.hasSeccomp = PrivilegeDrop.canFilter
        features.hasWritableCodeDenial = WritableCodeDenial.isAvailable
        features.hasProc = HostFacts.contents("/proc/self/oom_score_adj") != nil
        features.oomScoreAdjust = HostFacts.line("/proc/self/oom_score_adj").flatMap { Int16($0) } ?? 0
    }

    private mutating func readCapacity() {
        for line in String(decoding: HostFacts.contents("/proc/meminfo") ?? [], as: UTF8.self).fields(
            at: "\n"
        ) {
            guard let rest = line.rest(after: "MemTotal:") else { continue }
            let number = rest.drop { $0 == " " }.prefix { $0.isNumber }
            features.physicalMemory = (UInt64(number) ?? 0) << 10
        }
        let limits = ["/proc/sys/kernel/pid_max", "/proc/sys/kernel/threads-max"].map {
            HostFacts.line($0).flatMap { UInt64($0) }
        }
        features.maximumTasks = limits.compactMap { $0 }.min() ?? 0
    }

    private static let largestFile = 8 << 20

    static func contents(_ path: String) -> [UInt8]? {
        value { () throws(SystemError) in try StateFile.contents(path, upTo: largestFile) }
    }

    private static func line(_ path: String) -> String? {
        contents(path).flatMap {
            String(decoding: $0, as: UTF8.self).fields(at: "\n").first.map(String.init)
        }
    }

    private static func value<Value>(_ read: () throws(SystemError) -> Value) -> Value? {
        do throws(SystemError) {
            return try read()
        } catch {
            return nil
        }
    }
}

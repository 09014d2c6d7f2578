import LaunchProtocol
import LinuxSystem
import ServiceModel

/// Reads back from the kernel what the steps before were to bring about. A call that reports success and does
/// nothing ends the launch here, not in a service that is less confined than its unit says.
extension Launch {
    func verify() throws(StepFailure) {
        do {
            try verifyIdentity()
            try verifyCapabilities()
            try verifyScheduling()
            try verifyLimits()
            try verifyPlace()
        } catch {
            switch error {
            case .differs(let subject):
                throw StepFailure(errno: Errno.notRecoverable, "\(subject) is not what the unit asks for")
            case .unreadable(let error):
                throw StepFailure(error, about: "")
            }
        }
    }

    private enum Finding: Error {
        case differs(String)
        case unreadable(SystemError)
    }

    private func read<Value>(_ body: () throws(SystemError) -> Value) throws(Finding) -> Value {
        do {
            return try body()
        } catch {
            throw .unreadable(error)
        }
    }

    private func expect(_ holds: Bool, _ subject: @autoclosure () -> String) throws(Finding) {
        guard holds else { throw .differs(subject()) }
    }

    private func verifyIdentity() throws(Finding) {
        guard changesIdentity else { return }
        let identity = try read { () throws(SystemError) in try OwnIdentity.current() }
        try expect(identity.users.allSatisfy { $0 == account.uid }, "the user")
        try expect(identity.groups.allSatisfy { $0 == account.gid }, "the group")
        guard CapabilitySet(rawValue: initial.effective).contains(.setGID) else { return }
        // The kernel keeps the list sorted.
        let groups = try read { () throws(SystemError) in try OwnIdentity.supplementaryGroups() }
        try expect(groups.sorted() == supplementaryGroups.sorted(), "the list of supplementary groups")
    }

    private func verifyCapabilities() throws(Finding) {
        let sets = try read { () throws(SystemError) in try OwnCapabilities.current() }
        try expect(sets == final, "a capability set")
        // The kernel keeps the ambient set within the inheritable one: with that empty it is empty too.
        if sets.inheritable != 0 {
            let ambient = try read { () throws(SystemError) in try OwnCapabilities.ambient() }
            try expect(ambient == plan.capabilities.ambient.rawValue, "the ambient set")
        }
        guard isRestricted else { return }
        if let kept = plan.capabilities.bounding {
            let bounding = try read { () throws(SystemError) in try OwnCapabilities.bounding() }
            try expect(CapabilitySet(rawValue: bounding).isSubset(of: kept), "the capability bounding set")
        }
        let bits = SecureBits(
            rawValue: try read { () throws(SystemError) in try OwnCapabilities.secureBits() }
        )
        try expect(bits.isSuperset(of: plan.capabilities.secureBits), "a secure bit")
        guard wantsNoNewPrivileges else { return }
        let isSet = try read { () throws(SystemError) in try OwnCapabilities.hasNoNewPrivileges() }
        try expect(isSet, "no-new-privs")
    }

    private func verifyScheduling() throws(Finding) {
        if let policy = wantedPolicy {
            let found = try read { () throws(SystemError) in try OwnScheduling.policy() }
            try expect(found == policy, "the scheduling policy")
        }
        if let nice = plan.scheduling.nice {
            try expect(
                try read { () throws(SystemError) in try OwnScheduling.nice() } == nice,
                "the nice level"
            )
        }
        // Without a class the kernel answers with one that follows from the nice level.
        if let value = wantedIOPriority, plan.scheduling.ioClass != Scheduling.IOClass.none {
            let found = try read { () throws(SystemError) in try OwnScheduling.ioPriority() }
            try expect(found == value, "the I/O priority")
        }
        // Zero means the default, and the real-time policies have no slack whatever is set.
        if let slack = plan.properties.timerSlack, slack != 0, wantedPolicy.map({ $0.priority == 0 }) ?? true
        {
            let found = try read { () throws(SystemError) in try OwnScheduling.timerSlack() }
            try expect(found == slack, "the timer slack")
        }
        if let personality = plan.properties.personality {
            let found = try read { () throws(SystemError) in try OwnScheduling.personality() }
            try expect(found == personality, "the personality")
        }
        try verifyAffinity()
    }

    /// The kernel leaves out CPUs that do not exist; one that was not asked for must not be there.
    private func verifyAffinity() throws(Finding) {
        let wanted = wantedAffinity
        guard !wanted.isEmpty else { return }
        let found = try read { () throws(SystemError) in try OwnScheduling.affinity() }
        for (index, word) in found.enumerated() {
            let allowed = index < wanted.count ? wanted[index] : 0
            try expect(word & ~allowed == 0, "the CPU affinity")
        }
    }

    private func verifyLimits() throws(Finding) {
        let limits = limits
        for limit in limits {
            let found = try read { () throws(SystemError) in try OwnLimits.values(limit.kind.rawValue) }
            // A kind that is given twice holds with its last value.
            let last = limits.last { $0.kind == limit.kind }
            try expect(
                found.soft == last?.soft && found.hard == last?.hard,
                "Limit\(limit.kind.directiveSuffix)="
            )
        }
    }

    private func verifyPlace() throws(Finding) {
        let mask = UInt32(plan.properties.umask)
        try expect(OwnProcess.exchangeUmask(mask) == mask, "the umask")
        guard let root else { return }
        let found = try read { () throws(SystemError) in try FileStatus.of("/") }
        try expect(found.isSameFile(as: root), "the root directory")
    }
}

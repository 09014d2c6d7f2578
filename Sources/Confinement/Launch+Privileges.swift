import LaunchProtocol
import LinuxSystem
import ServiceModel

/// From the supervisor's identity to the service's. Every step only takes away, except where the unit itself
/// asks for ambient capabilities.
extension Launch {
    private var initialEffective: CapabilitySet { CapabilitySet(rawValue: initial.effective) }

    /// Called even for an empty list: not calling it would mean inheriting the supervisor's groups.
    func changeGroups() throws(StepFailure) {
        guard changesIdentity else { return }
        guard initialEffective.contains(.setGID) else { return try checkInheritedGroups() }
        try about("") { () throws(SystemError) in
            try OwnIdentity.setSupplementaryGroups(supplementaryGroups)
            try OwnIdentity.setGroup(account.gid)
        }
    }

    /// A supervisor that may not change groups can only hand on the ones it has: enough, if they include what
    /// the unit names, and no other when the service is somebody else.
    private func checkInheritedGroups() throws(StepFailure) {
        let own = try about("") { () throws(SystemError) in try OwnIdentity.supplementaryGroups() }
        if account.uid != OwnProcess.effectiveUser {
            for gid in own where gid != account.gid && !supplementaryGroups.contains(gid) {
                throw StepFailure(
                    errno: Errno.notPermitted,
                    "the supervisor is in group \(gid), which is not the service's, and has no CAP_SETGID to leave it"
                )
            }
        }
        for gid in supplementaryGroups where gid != account.gid && !own.contains(gid) {
            throw StepFailure(
                errno: Errno.notPermitted,
                "the supervisor is not in group \(gid) and has no CAP_SETGID to join it"
            )
        }
    }

    /// Without CAP_SETPCAP nothing can be dropped; that is no failure where there is nothing to drop.
    func limitBoundingSet() throws(StepFailure) {
        guard isRestricted, let kept = plan.capabilities.bounding else { return }
        if initialEffective.contains(.setPCAP) {
            return try about("capability bounding set") { () throws(SystemError) in
                try OwnCapabilities.limitBounding(to: kept.rawValue)
            }
        }
        let present = try about("") { () throws(SystemError) in try OwnCapabilities.bounding() }
        guard CapabilitySet(rawValue: present).isSubset(of: kept) else {
            throw StepFailure(
                errno: Errno.notPermitted,
                "the supervisor cannot reduce the bounding set without CAP_SETPCAP"
            )
        }
    }

    /// What this process still needs after the change of user and until exec, out of what it has. The kernel
    /// takes all of it away on exec, since the file executed adds nothing and neither set that would hand it
    /// on contains it; only a service that runs as root gets its bounding set, as root does.
    private var neededUntilExec: CapabilitySet {
        var needed: UInt64 = 0
        if isRestricted, plan.capabilities.secureBits.rawValue != 0 {
            needed |= CapabilitySet.setPCAP.rawValue
        }
        if filtersNeedAdministrator { needed |= CapabilitySet.sysAdmin.rawValue }
        return CapabilitySet(rawValue: needed & initial.permitted)
    }

    /// A filter may be installed with CAP_SYS_ADMIN or with no-new-privs; a unit that did not ask for the
    /// latter keeps its set-user-ID programs where the former is at hand.
    private var filtersNeedAdministrator: Bool {
        isRestricted && !plan.filters.isEmpty && !plan.capabilities.noNewPrivileges
    }

    /// `setresuid(2)` succeeds or fails as a whole, but a program in the past has ignored the failure and run
    /// as root: verification reads back all three ids.
    func changeUser() throws(StepFailure) {
        guard changesIdentity, account.uid != OwnProcess.effectiveUser else { return }
        try about("to \(account.uid)") { () throws(SystemError) in
            if !ambient.isEmpty || !neededUntilExec.isEmpty { try OwnCapabilities.keepOnUserChange() }
            try OwnIdentity.setUser(account.uid)
        }
    }

    private var ambient: CapabilitySet { isRestricted ? plan.capabilities.ambient : [] }

    mutating func reduceCapabilities() throws(StepFailure) {
        final = wantedUntilExec
        try about("capabilities") { [final, ambient] () throws(SystemError) in
            try final.apply()
            try OwnCapabilities.setAmbient(ambient.rawValue)
        }
    }

    /// The inheritable set is never handed on: with it, a file's inheritable capabilities would come alive in
    /// a service that was never meant to have them.
    private var wantedUntilExec: OwnCapabilities {
        guard changesIdentity, account.uid != 0 else {
            // Root, or whoever the supervisor is, keeps what it has; exec then gives root its bounding set
            // and everybody else the ambient set.
            return OwnCapabilities(
                effective: initial.effective,
                permitted: initial.permitted,
                inheritable: ambient.rawValue
            )
        }
        let kept = ambient.union(neededUntilExec)
        return OwnCapabilities(
            effective: kept.rawValue,
            permitted: kept.rawValue,
            inheritable: ambient.rawValue
        )
    }

    /// The session keyring of the supervisor must not be the service's. Where keyrings cannot be used at all,
    /// as under Docker's filter, there is none to be reached either, and nothing to protect.
    func joinKeyring() throws(StepFailure) {
        switch plan.properties.keyring {
        case .inherit:
            return
        case .private, .shared:
            do {
                try OwnKeyring.joinNewSession()
            } catch {
                guard plan.properties.keyring == .private, !OwnKeyring.isAvailable else {
                    throw StepFailure(error, about: "session keyring")
                }
                return
            }
        }
        guard plan.properties.keyring == .shared else { return }
        try about("user keyring") { () throws(SystemError) in try OwnKeyring.linkUserKeyring() }
    }

    /// Bits that are set already stay: they may be locked.
    func setSecureBits() throws(StepFailure) {
        guard isRestricted, plan.capabilities.secureBits.rawValue != 0 else { return }
        try about("SecureBits=") { () throws(SystemError) in
            let present = SecureBits(rawValue: try OwnCapabilities.secureBits()).subtracting(
                .keepCapabilities
            )
            try OwnCapabilities.setSecureBits(present.union(plan.capabilities.secureBits).rawValue)
        }
    }

    /// Whether no-new-privs must hold: asked for, or the only way to install a filter here.
    var wantsNoNewPrivileges: Bool {
        guard isRestricted else { return false }
        if plan.capabilities.noNewPrivileges { return true }
        return !plan.filters.isEmpty && !CapabilitySet(rawValue: final.effective).contains(.sysAdmin)
    }

    func setNoNewPrivileges() throws(StepFailure) {
        guard wantsNoNewPrivileges else { return }
        try about("") { () throws(SystemError) in try OwnCapabilities.setNoNewPrivileges() }
    }
}

import LaunchProtocol
import LinuxSystem
import ServiceModel

/// Who the service will be: names to numbers, nothing changed yet.
extension Launch {
    mutating func resolveUser() throws(StepFailure) {
        account = try AccountResolution(identity: plan.identity, context: context).account(
            withLogin: needsLogin
        )
        guard !context.lentUsers.contains(account.uid) else {
            throw StepFailure(
                errno: Errno.busy,
                "user id \(account.uid) is leased to a unit with DynamicUser="
            )
        }
        guard changesIdentity, account.uid != OwnProcess.effectiveUser else { return }
        guard CapabilitySet(rawValue: initial.effective).contains(.setUID) else {
            throw StepFailure(
                errno: Errno.notPermitted,
                "the supervisor runs as user \(OwnProcess.effectiveUser) without CAP_SETUID and cannot become "
                    + "user \(account.uid)"
            )
        }
    }

    private var needsLogin: Bool {
        if case .home = plan.files.workingDirectory { return true }
        return plan.identity.setsLoginEnvironment == true
    }

    mutating func resolveGroups(_ socket: borrowing ReportSocket) throws(StepFailure) {
        try resolveGroupNames()
        try checkGroupRights()
        let identity =
            changesIdentity
            ? LaunchReport.identity(uid: account.uid, gid: account.gid)
            : .identity(uid: OwnProcess.effectiveUser, gid: OwnProcess.effectiveGroup)
        try about("report") { () throws(SystemError) in try socket.send(identity) }
    }

    /// One pass over the group file answers everything: names, memberships, and whether a number is taken.
    mutating func resolveGroupNames() throws(StepFailure) {
        var resolution = GroupResolution(plan.identity, account: account, own: OwnProcess.effectiveGroup)
        if resolution.needsFile {
            try AccountFiles.forEachGroup { resolution.take($0) }
        }
        let result = try resolution.finish()
        account.gid = result.group
        supplementaryGroups = result.supplementary
    }

    private func checkGroupRights() throws(StepFailure) {
        guard changesIdentity, !CapabilitySet(rawValue: initial.effective).contains(.setGID) else { return }
        let own = OwnProcess.effectiveGroup
        guard account.gid == own else {
            throw StepFailure(
                errno: Errno.notPermitted,
                "the supervisor runs as group \(own) without CAP_SETGID and cannot become group \(account.gid)"
            )
        }
    }
}

extension Account {
    func with(gid: UInt32) -> Account {
        var account = self
        account.gid = gid
        return account
    }
}

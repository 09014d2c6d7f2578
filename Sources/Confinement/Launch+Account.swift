import LaunchProtocol
import LinuxSystem
import ServiceModel

/// Who the service will be: names to numbers, nothing changed yet.
extension Launch {
    mutating func resolveUser() throws(StepFailure) {
        account = try resolvedAccount()
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

    private func resolvedAccount() throws(StepFailure) -> Account {
        if plan.identity.isDynamic { return try leasedAccount() }
        switch plan.identity.user {
        case .name(let name): return try Launch.account(named: name)
        case .number(let number): return try Launch.account(numbered: number)
        case nil: return try ownAccount()
        }
    }

    private func leasedAccount() throws(StepFailure) -> Account {
        guard let number = context.dynamicUser, number != 0, Account.isValid(number) else {
            throw StepFailure(errno: Errno.noEntry, "no user id was leased for DynamicUser=")
        }
        var name: String?
        if case .name(let wanted) = plan.identity.user {
            // Who has an account of that name is that account.
            if let found = try AccountFiles.account(named: wanted) { return found }
            name = wanted
        }
        return Account(uid: number, gid: number, name: name, home: "/", shell: Account.noShell)
    }

    private static func account(named name: String) throws(StepFailure) -> Account {
        if let found = try AccountFiles.account(named: name) { return found }
        // Said outright, root is not a fallback; images without account files have no other user to name.
        if name == "root" { return .root }
        throw StepFailure(errno: Errno.noEntry, "no user '\(name)' in \(AccountFiles.passwords)")
    }

    /// A number needs no account. Its group is then the one of the same number, as long as nobody else's
    /// group has it: a guess must not put the service into a group that somebody meant something by.
    private static func account(numbered number: UInt32) throws(StepFailure) -> Account {
        guard Account.isValid(number) else {
            throw StepFailure(errno: Errno.invalid, "\(number) is not a user id")
        }
        if let found = try AccountFiles.account(numbered: number) { return found }
        if number == 0 { return .root }
        return Account(uid: number, gid: number, name: nil, home: "/", shell: Account.noShell)
    }

    /// Without `User=` the service runs as the supervisor. Its account is only looked up for what needs the
    /// name or the home.
    private func ownAccount() throws(StepFailure) -> Account {
        let uid = OwnProcess.effectiveUser
        let gid = OwnProcess.effectiveGroup
        var needsAccount = plan.identity.setsLoginEnvironment == true
        if case .home = plan.files.workingDirectory { needsAccount = true }
        if needsAccount, let found = try AccountFiles.account(numbered: uid) {
            return Account(uid: uid, gid: gid, name: found.name, home: found.home, shell: found.shell)
        }
        if uid == 0 { return Account.root.with(gid: gid) }
        return Account(uid: uid, gid: gid, name: nil, home: "/", shell: Account.noShell)
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

import LaunchProtocol
import LinuxSystem
import ServiceModel

/// Whom a unit's `User=` and `DynamicUser=` mean.
struct AccountResolution {
    let identity: Identity
    let context: LaunchContext

    /// `withLogin` says whether the name and the home of the supervisor's own account are needed.
    func account(withLogin: Bool) throws(StepFailure) -> Account {
        if identity.isDynamic { return try leasedAccount() }
        switch identity.user {
        case .name(let name): return try AccountResolution.account(named: name)
        case .number(let number): return try AccountResolution.account(numbered: number)
        case nil: return try ownAccount(withLogin: withLogin)
        }
    }

    private func leasedAccount() throws(StepFailure) -> Account {
        guard let number = context.dynamicUser, number != 0, Account.isValid(number) else {
            throw StepFailure(errno: Errno.noEntry, "no user id was leased for DynamicUser=")
        }
        var name: String?
        if case .name(let wanted) = identity.user { name = wanted }
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
    private func ownAccount(withLogin: Bool) throws(StepFailure) -> Account {
        let uid = OwnProcess.effectiveUser
        let gid = OwnProcess.effectiveGroup
        if withLogin, let found = try AccountFiles.account(numbered: uid) {
            return Account(uid: uid, gid: gid, name: found.name, home: found.home, shell: found.shell)
        }
        if uid == 0 { return Account.root.with(gid: gid) }
        return Account(uid: uid, gid: gid, name: nil, home: "/", shell: Account.noShell)
    }
}

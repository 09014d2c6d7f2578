import LinuxSystem
import ServiceModel

/// Finds the groups of a service in one pass over the group file: `Group=`, `SupplementaryGroups=`, and the
/// memberships of a user who has an account, as `initgroups(3)` has them.
struct GroupResolution {
    private let identity: Identity
    private let account: Account
    private let own: UInt32
    /// The names that are asked for, and what was found of them.
    private let wanted: [String]
    private var found: [UInt32?]
    private var memberships: [UInt32] = []
    private var isGuessTaken = false

    init(_ identity: Identity, account: Account, own: UInt32) {
        self.identity = identity
        self.account = account
        self.own = own
        wanted = ([identity.group].compactMap { $0 } + identity.supplementaryGroups).compactMap { reference in
            if case .name(let name) = reference { name } else { nil }
        }
        found = Array(repeating: nil, count: wanted.count)
    }

    /// A user of the password file is in groups by name; a leased one only bears a name and is in none.
    private var member: String? {
        identity.user == nil || identity.isDynamic ? nil : account.name
    }

    /// The user is a number without an account, and no group was given: its group is a guess.
    private var isGuessing: Bool {
        identity.group == nil && identity.user != nil && !identity.isDynamic && account.name == nil
    }

    var needsFile: Bool { member != nil || isGuessing || !wanted.isEmpty }

    mutating func take(_ group: AccountFiles.Group) {
        for index in wanted.indices where found[index] == nil && group.isNamed(wanted[index]) {
            found[index] = group.gid
        }
        if let member, group.hasMember(member) { memberships.append(group.gid) }
        if isGuessing, group.gid == account.gid { isGuessTaken = true }
    }

    private func number(named name: String) -> UInt32? {
        wanted.firstIndex(of: name).flatMap { found[$0] }
    }

    func finish() throws(StepFailure) -> (group: UInt32, supplementary: [UInt32]) {
        let group = try primaryGroup()
        var supplementary: [UInt32] = []
        func add(_ gid: UInt32) {
            if !supplementary.contains(gid) { supplementary.append(gid) }
        }
        if member != nil {
            add(group)
            for gid in memberships { add(gid) }
        }
        for reference in identity.supplementaryGroups { add(try number(of: reference)) }
        return (group, supplementary)
    }

    private func primaryGroup() throws(StepFailure) -> UInt32 {
        if let reference = identity.group {
            // A leased user brings its group along; only a group that exists by that name takes its place.
            if identity.isDynamic, case .name(let name) = reference, number(named: name) == nil {
                return account.gid
            }
            return try number(of: reference)
        }
        guard isGuessing else { return identity.user == nil && !identity.isDynamic ? own : account.gid }
        guard !isGuessTaken else {
            throw StepFailure(
                errno: Errno.noEntry,
                "user \(account.uid) has no account, and group \(account.gid) belongs to somebody: set Group="
            )
        }
        return account.gid
    }

    private func number(of reference: AccountReference) throws(StepFailure) -> UInt32 {
        switch reference {
        case .number(let number):
            guard Account.isValid(number) else {
                throw StepFailure(errno: Errno.invalid, "\(number) is not a group id")
            }
            return number
        case .name(let name):
            if let number = number(named: name) { return number }
            if name == "root" { return 0 }
            throw StepFailure(errno: Errno.noEntry, "no group '\(name)' in \(AccountFiles.groups)")
        }
    }
}

import LinuxSystem

/// The service's user, as one who may have prepared what the supervisor finds on its way.
struct Visitor {
    let account: Account
    let groups: [UInt32]

    /// Whether the user can make, rename or remove entries of the directory. Root and the supervisor's own user
    /// gain nothing by it. Where the kernel cannot be asked, a directory that some group can write counts.
    func canChange(_ directory: borrowing FileDescriptor, _ status: FileStatus) -> Bool {
        if account.uid == 0 || account.uid == OwnProcess.effectiveUser { return false }
        if status.owner == account.uid || status.mode & 0o002 != 0 { return true }
        // With an access control list these bits are its mask.
        guard status.mode & 0o020 != 0 else { return false }
        do {
            return try directory.mayBeChanged(byUser: account.uid, group: account.gid, groups: groups)
        } catch {
            return true
        }
    }

    /// Opens an entry with the user's own rights, so that nothing is reached for it that it could not reach alone.
    func open(
        _ entry: EntryName,
        in directory: borrowing FileDescriptor,
        _ flags: OpenFlags,
        mode: UInt32 = 0
    ) throws(SystemError) -> FileDescriptor {
        guard account.uid != OwnProcess.effectiveUser else {
            return try directory.open(entry, flags, mode: mode, resolve: .noMagicLinks)
        }
        return try directory.open(
            entry,
            flags,
            mode: mode,
            resolve: .noMagicLinks,
            asUser: account.uid,
            group: account.gid,
            groups: groups
        )
    }
}

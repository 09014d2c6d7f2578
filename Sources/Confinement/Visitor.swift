import LinuxSystem

/// The service's user, as one who may have prepared what the supervisor finds on its way.
struct Visitor {
    let account: Account
    let groups: [UInt32]

    /// Whether the user can make, rename or remove entries of the directory.
    func canWrite(_ directory: FileStatus) -> Bool {
        if directory.owner == account.uid || directory.mode & 0o002 != 0 { return true }
        return directory.mode & 0o020 != 0
            && (directory.group == account.gid || groups.contains(directory.group))
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

import LinuxSystem

/// Gives what lies below a directory to a new user, as the unit's change of `User=` asks.
///
/// Only what belonged to the directory's former owner changes hands. Whatever else lies there was put there
/// by somebody else, perhaps as a hard link to a file that the former owner wanted to give away. What is root's
/// and lies where others can make entries may have come from anywhere, too.
struct OwnerChange {
    /// Deeper than anything but an attack.
    private static let maximumDepth = 128

    let from: FileStatus
    let to: Account

    func apply(below directory: borrowing FileDescriptor) throws(SystemError) {
        try apply(below: directory, isTrusted: from.isTrusted, depth: 0)
    }

    private func apply(
        below directory: borrowing FileDescriptor,
        isTrusted: Bool,
        depth: Int
    ) throws(SystemError) {
        guard depth < OwnerChange.maximumDepth else {
            throw SystemError(call: "fchownat", errno: Errno.tooManyLinks)
        }
        while let names = try directory.nextNames() {
            for name in names { try apply(to: name, in: directory, isTrusted: isTrusted, depth: depth) }
        }
    }

    private func apply(
        to name: EntryName,
        in directory: borrowing FileDescriptor,
        isTrusted: Bool,
        depth: Int
    ) throws(SystemError) {
        // Who the entry is, what it is and whose it becomes is asked and said of one and the same thing: its former
        // owner may put another in its place at any moment.
        guard let entry = try open(name, in: directory) else { return }
        let status = try entry.status()
        if status.kind == .directory {
            let inside = try entry.open(".", [.readOnly, .directory], resolve: [.noLinks, .noCrossing])
            try apply(below: inside, isTrusted: isTrusted && status.isTrusted, depth: depth + 1)
        }
        if status.owner == from.owner, isTrusted || !status.isSupervisors {
            try entry.changeOwnerByHandle(uid: to.uid, gid: to.gid)
        }
    }

    /// Nil for a mount: those below are not the service's own, and stay as they are.
    private func open(_ name: EntryName, in directory: borrowing FileDescriptor) throws(SystemError)
        -> FileDescriptor?
    {
        do {
            return try directory.open(name, [.path, .noFollow], resolve: .noCrossing)
        } catch {
            if error.errno == Errno.crossesDevice { return nil }
            throw error
        }
    }
}

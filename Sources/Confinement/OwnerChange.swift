import LinuxSystem

/// Gives what lies below a directory to a new user, as the unit's change of `User=` asks.
///
/// Only what belonged to the directory's former owner changes hands. Whatever else lies there was put there
/// by somebody else, perhaps as a hard link to a file that the former owner wanted to give away. What is root's
/// may be such a link itself, wherever others can make one.
struct OwnerChange {
    /// Deeper than anything but an attack.
    private static let maximumDepth = 128

    let from: FileStatus
    let to: Account

    func apply(below directory: borrowing FileDescriptor) throws(SystemError) {
        try apply(below: directory, from, depth: 0)
    }

    private func apply(
        below directory: borrowing FileDescriptor,
        _ status: FileStatus,
        depth: Int
    ) throws(SystemError) {
        guard depth < OwnerChange.maximumDepth else {
            throw SystemError(call: "fchownat", errno: Errno.tooManyLinks)
        }
        while let names = try directory.nextNames() {
            for name in names { try apply(to: name, in: directory, status, depth: depth) }
        }
    }

    private func apply(
        to name: EntryName,
        in directory: borrowing FileDescriptor,
        _ parent: FileStatus,
        depth: Int
    ) throws(SystemError) {
        // Who the entry is, what it is and whose it becomes is asked and said of one and the same thing: its former
        // owner may put another in its place at any moment.
        guard let entry = try open(name, in: directory) else { return }
        let status = try entry.status()
        if status.kind == .directory {
            let inside = try entry.open(".", [.readOnly, .directory], resolve: [.noLinks, .noCrossing])
            try apply(below: inside, status, depth: depth + 1)
        } else if status.isSupervisors, status.links > 1, !parent.isTrusted {
            return
        }
        if status.owner == from.owner { try entry.changeOwnerByHandle(uid: to.uid, gid: to.gid) }
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

import LinuxSystem

/// Gives what lies below a directory to a new user, as the unit's change of `User=` asks.
///
/// Only what belonged to the directory's former owner changes hands. Whatever else lies there was put there
/// by somebody else, perhaps as a hard link to a file that the former owner wanted to give away.
struct OwnerChange {
    /// Deeper than anything but an attack.
    private static let maximumDepth = 128

    let from: FileStatus
    let to: Account

    func apply(below directory: borrowing FileDescriptor) throws(SystemError) {
        try apply(below: directory, depth: 0)
    }

    private func apply(below directory: borrowing FileDescriptor, depth: Int) throws(SystemError) {
        guard depth < OwnerChange.maximumDepth else {
            throw SystemError(call: "fchownat", errno: Errno.tooManyLinks)
        }
        while let names = try directory.nextNames() {
            for name in names { try apply(to: name, in: directory, depth: depth) }
        }
    }

    private func apply(
        to name: EntryName,
        in directory: borrowing FileDescriptor,
        depth: Int
    ) throws(SystemError) {
        let status = try directory.status(of: name)
        // Mounts below are not the service's own, and stay as they are.
        guard status.device == from.device else { return }
        if status.kind == .directory {
            let child = try directory.open(
                name,
                [.readOnly, .directory, .noFollow],
                resolve: [.noLinks, .noCrossing]
            )
            try apply(below: child, depth: depth + 1)
            if status.owner == from.owner { try child.changeOwner(uid: to.uid, gid: to.gid) }
        } else if status.owner == from.owner {
            try directory.changeOwner(of: name, uid: to.uid, gid: to.gid)
        }
    }
}

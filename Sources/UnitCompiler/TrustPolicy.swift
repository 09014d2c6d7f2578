package import LinuxSystem

/// Who may write what the supervisor obeys: root and the supervisor's own user, nobody else. Whoever can write
/// a unit file of a supervisor that runs as root is root.
package struct TrustPolicy: Hashable, Sendable {
    package let user: UInt32
    package let group: UInt32

    package init(user: UInt32, group: UInt32) {
        self.user = user
        self.group = group
    }

    /// What is wrong with a file or directory; nil when nothing is. Writing by the group is fine where the group
    /// is the supervisor's own: on many systems each user has one.
    package func objection(to status: FileStatus) -> String? {
        if status.owner != 0, status.owner != user {
            return
                "is owned by user \(status.owner); only root\(user == 0 ? "" : " and user \(user)") may own it"
        }
        if status.mode & 0o002 != 0 {
            return "can be written by everyone (mode 0\(String(status.mode, radix: 8)))"
        }
        if status.mode & 0o020 != 0, status.group != group {
            return "can be written by group \(status.group) (mode 0\(String(status.mode, radix: 8)))"
        }
        return nil
    }
}

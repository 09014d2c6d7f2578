import LinuxSystem

/// Who may write what the supervisor obeys: root and the supervisor's own user, nobody else. Whoever can write
/// a unit file of a supervisor that runs as root is root.
package struct TrustPolicy: Hashable, Sendable {
    package let user: UInt32
    package let group: UInt32

    package init(user: UInt32, group: UInt32) {
        self.user = user
        self.group = group
    }

    /// What is wrong with a file; nil when nothing is.
    func objection(to file: borrowing FileDescriptor) throws(SystemError) -> String? {
        let status = try file.status()
        if let objection = objection(to: status) { return objection }
        return hasGroupWriters(status) ? objection(to: try file.accessControlList()) : nil
    }

    /// What is wrong with a directory; nil when nothing is.
    func objection(to directory: borrowing Directory) throws(SystemError) -> String? {
        let status = try directory.status()
        if let objection = objection(to: status) { return objection }
        return hasGroupWriters(status) ? objection(to: try directory.accessControlList()) : nil
    }

    /// Where there is an access control list, the group's bits are the mask of all that it permits.
    func hasGroupWriters(_ status: FileStatus) -> Bool { status.mode & 0o020 != 0 }

    func isOurs(_ status: FileStatus) -> Bool { status.owner == 0 || status.owner == user }

    /// Writing by the group is fine where the group is the supervisor's own: on many systems each user has one.
    func objection(to status: FileStatus) -> String? {
        if !isOurs(status) {
            return
                "is owned by user \(status.owner); only root\(user == 0 ? "" : " and user \(user)") may own it"
        }
        if status.mode & 0o002 != 0 {
            return "can be written by everyone (mode 0\(String(status.mode, radix: 8)))"
        }
        if hasGroupWriters(status), status.group != group {
            return "can be written by group \(status.group) (mode 0\(String(status.mode, radix: 8)))"
        }
        return nil
    }

    func objection(to list: AccessControlList) -> String? {
        for writer in list.writers {
            switch writer {
            case .user(let other) where other != 0 && other != user:
                return "can be written by user \(other), as its access control list says"
            case .group(let other) where other != group:
                return "can be written by group \(other), as its access control list says"
            case .user, .group: continue
            }
        }
        return nil
    }
}

import CLinux

/// The users and groups this process acts for. Each change is of the real, effective and saved id together.
package struct OwnIdentity: Equatable, Sendable {
    package let users: [UInt32]
    package let groups: [UInt32]

    /// As the kernel has it: real, effective, saved.
    package static func current() throws(SystemError) -> OwnIdentity {
        var identity = cl_identity()
        _ = try check("getresuid", unsafe cl_get_identity(&identity))
        return OwnIdentity(
            users: [identity.uid.0, identity.uid.1, identity.uid.2],
            groups: [identity.gid.0, identity.gid.1, identity.gid.2]
        )
    }

    package static func setSupplementaryGroups(_ groups: [UInt32]) throws(SystemError) {
        _ = try check("setgroups", unsafe cl_set_groups(groups, groups.count))
    }

    package static func supplementaryGroups() throws(SystemError) -> [UInt32] {
        var none: UInt32 = 0
        let count = try check("getgroups", unsafe cl_get_groups(&none, 0))
        var groups = [UInt32](repeating: 0, count: Int(count))
        _ = try check("getgroups", unsafe cl_get_groups(&groups, groups.count))
        return groups
    }

    package static func setGroup(_ gid: UInt32) throws(SystemError) {
        _ = try check("setresgid", cl_drop_group(gid))
    }

    package static func setUser(_ uid: UInt32) throws(SystemError) {
        _ = try check("setresuid", cl_drop_user(uid))
    }
}

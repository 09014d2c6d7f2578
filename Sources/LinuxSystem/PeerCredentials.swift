import CLinux

/// Who is at the other end of a connection, as the kernel vouched for it when they connected.
package struct PeerCredentials: Sendable {
    package let pid: Int32
    package let uid: UInt32
    /// The primary group first, then the supplementary ones.
    package let groups: [UInt32]

    package init(pid: Int32, uid: UInt32, groups: [UInt32]) {
        self.pid = pid
        self.uid = uid
        self.groups = groups
    }

    /// Corresponds to `SO_PEERCRED` and `SO_PEERGROUPS` of `socket(7)`.
    package init(of connection: borrowing FileDescriptor) throws(SystemError) {
        var peer = cl_peer()
        _ = try check("getsockopt", unsafe cl_peer_credentials(connection.rawValue, &peer))
        var groups = [UInt32](repeating: 0, count: 1024)
        let count = unsafe cl_peer_groups(connection.rawValue, &groups, groups.count)
        // Without the list (an old kernel, or more than 1 024 groups) only the primary group counts: fewer
        // rights, never more.
        let known = count > 0 ? Array(groups[0..<count]) : []
        self.init(pid: peer.pid, uid: peer.uid, groups: [peer.gid] + known)
    }
}

import LinuxSystem

/// Who asked for a change.
struct Requester: Hashable {
    let uid: UInt32
    /// 0 when the kernel cannot name the process to us: it is in a pid namespace that is not below ours.
    let pid: Int32

    init(_ peer: PeerCredentials) {
        uid = peer.uid
        pid = peer.pid
    }

    var text: String { pid == 0 ? "uid \(uid) (in another pid namespace)" : "uid \(uid) (pid \(pid))" }
}

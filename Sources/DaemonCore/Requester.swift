/// Who asked for a change.
struct Requester: Hashable {
    let uid: UInt32
    /// 0: the supervisor itself.
    let pid: Int32

    static let supervisor = Requester(uid: 0, pid: 0)

    var text: String { pid == 0 ? "supervisor" : "uid \(uid) (pid \(pid))" }
}

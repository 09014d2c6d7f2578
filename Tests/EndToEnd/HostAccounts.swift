/// The account files as a process sees them.
struct HostAccounts {
    struct User {
        let name: String
        let uid: String
        let gid: String
        let home: String
        let shell: String
    }

    let users: [User]
    private let groups: [(name: String, gid: String, members: [String])]

    init(seenBy pid: Int32) throws {
        users = try Files.lines("/proc/\(pid)/root/etc/passwd").compactMap {
            let fields = $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 7 else { return nil }
            return User(name: fields[0], uid: fields[2], gid: fields[3], home: fields[5], shell: fields[6])
        }
        groups = try Files.lines("/proc/\(pid)/root/etc/group").compactMap {
            let fields = $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 4 else { return nil }
            return (fields[0], fields[2], fields[3].split(separator: ",").map(String.init))
        }
    }

    func user(_ name: String) -> User? { users.first { $0.name == name } }

    /// The number of a group given by name or number.
    func gid(_ group: String) -> String { groups.first { $0.name == group }?.gid ?? group }

    func groups(with member: String) -> [String] { groups.filter { $0.members.contains(member) }.map(\.gid) }
}

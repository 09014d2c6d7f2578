import ServiceModel

/// `/etc/passwd` and `/etc/group` as text: the C library's look-up would load code of the host into us.
struct AccountFile: Sendable {
    /// One line of `/etc/passwd`.
    struct User: Hashable, Sendable {
        let name: String
        let user: UInt32
        let group: UInt32
        let home: String
        let shell: String
    }

    private let lines: [[Substring]]

    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        lines = text.fields(at: "\n").map { $0.fields(at: ":", omittingEmptySubsequences: false) }
    }

    func user(_ number: UInt32) -> User? {
        for fields in lines where fields.count >= 7 && UInt32(fields[2]) == number {
            guard let group = UInt32(fields[3]) else { continue }
            return User(
                name: String(fields[0]),
                user: number,
                group: group,
                home: String(fields[5]),
                shell: String(fields[6])
            )
        }
        return nil
    }

    /// The numbers of all users.
    var userNumbers: [UInt32] { lines.compactMap { $0.count >= 7 ? UInt32($0[2]) : nil } }

    /// Of two users with one name the first counts.
    var userNumbersByName: [String: UInt32] {
        let users = lines.compactMap { fields in
            fields.count >= 7 ? UInt32(fields[2]).map { (String(fields[0]), $0) } : nil
        }
        return Dictionary(users) { first, _ in first }
    }

    func userNumber(_ name: String) -> UInt32? {
        lines.first { $0.count >= 7 && $0[0] == name }.flatMap { UInt32($0[2]) }
    }

    func groupNumber(_ name: String) -> UInt32? {
        lines.first { $0.count >= 3 && $0[0] == name }.flatMap { UInt32($0[2]) }
    }

    func groupName(_ number: UInt32) -> String? {
        lines.first { $0.count >= 3 && UInt32($0[2]) == number }.map { String($0[0]) }
    }
}

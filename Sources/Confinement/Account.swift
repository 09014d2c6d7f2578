/// A user as a service runs as one: the numbers that count, and the words for its environment.
struct Account: Equatable {
    let uid: UInt32
    /// The group of the password file, or the one that follows from the user; `Group=` overrides it.
    var gid: UInt32
    /// Nil for a number that no account has.
    let name: String?
    let home: String
    let shell: String

    static let none = Account(uid: .max, gid: .max, name: nil, home: "/", shell: Account.noShell)

    static let noShell = "/usr/sbin/nologin"

    /// What every system means by root, even one without a password file.
    static let root = Account(uid: 0, gid: 0, name: "root", home: "/root", shell: "/bin/sh")

    /// The text for `$USER`.
    var login: String { name ?? String(uid) }

    /// 65535 and 4294967295 are what -1 becomes in 16 and 32 bits: the kernel takes the latter for "do not
    /// change", and a service would stay root.
    static func isValid(_ number: UInt32) -> Bool {
        number != .max && number != 65535
    }
}

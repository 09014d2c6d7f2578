import LinuxSystem

/// `/etc/passwd` and `/etc/group`, read by a few lines of our own: the C library's name service would load the
/// host's libraries into a static program that runs as root.
enum AccountFiles {
    static let passwords = "/etc/passwd"
    static let groups = "/etc/group"

    /// The first account that matches, as the name service has it.
    static func account(where matches: (Account) -> Bool) throws(StepFailure) -> Account? {
        var found: Account?
        try forEachLine(of: passwords) { line in
            guard let account = parseAccount(line), matches(account) else { return true }
            found = account
            return false
        }
        return found
    }

    struct Group {
        let name: String
        let gid: UInt32
        private let members: ArraySlice<UInt8>

        init(name: String, gid: UInt32, members: ArraySlice<UInt8>) {
            self.name = name
            self.gid = gid
            self.members = members
        }

        func hasMember(_ user: String) -> Bool {
            members.split(separator: UInt8(ascii: ",")).contains { $0.elementsEqual(user.utf8) }
        }
    }

    static func forEachGroup(_ body: (Group) -> Void) throws(StepFailure) {
        try forEachLine(of: groups) { line in
            if let group = parseGroup(line) { body(group) }
            return true
        }
    }

    /// Stops when `body` returns false. A file that does not exist has no lines.
    private static func forEachLine(
        of path: String,
        _ body: (ArraySlice<UInt8>) -> Bool
    ) throws(StepFailure) {
        do {
            var reader = LineReader(try FileDescriptor.open(path, .readOnly, resolve: .noMagicLinks))
            while let line = try reader.next(), body(line) {}
        } catch {
            if error.errno == Errno.noEntry { return }
            throw StepFailure(error, about: path)
        }
    }

    /// `name:password:uid:gid:comment:home:shell`; nil for anything else.
    static func parseAccount(_ line: ArraySlice<UInt8>) -> Account? {
        let fields = split(line)
        guard fields.count == 7, let name = text(fields[0]), !name.isEmpty, let uid = number(fields[2]),
            let gid = number(fields[3]), let home = text(fields[5]), let shell = text(fields[6])
        else { return nil }
        return Account(
            uid: uid,
            gid: gid,
            name: name,
            home: home.hasPrefix("/") ? home : "/",
            shell: shell.hasPrefix("/") ? shell : Account.noShell
        )
    }

    /// `name:password:gid:member,member`; nil for anything else.
    static func parseGroup(_ line: ArraySlice<UInt8>) -> Group? {
        let fields = split(line)
        guard fields.count == 4, let name = text(fields[0]), !name.isEmpty, let gid = number(fields[2]) else {
            return nil
        }
        return Group(name: name, gid: gid, members: fields[3])
    }

    private static func split(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.split(separator: UInt8(ascii: ":"), maxSplits: 7, omittingEmptySubsequences: false)
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String? {
        String(validating: field, as: UTF8.self)
    }

    /// Digits only: a sign, a blank or a number that means "unchanged" to the kernel is no id.
    private static func number(_ field: ArraySlice<UInt8>) -> UInt32? {
        guard !field.isEmpty, field.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let digits = text(field), let number = UInt32(digits), Account.isValid(number)
        else { return nil }
        return number
    }
}

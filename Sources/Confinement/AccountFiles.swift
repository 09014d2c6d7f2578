import LinuxSystem
import ServiceModel

/// `/etc/passwd` and `/etc/group`, read by a few lines of our own: the C library's name service would load
/// the host's libraries into a static program that runs as root.
enum AccountFiles {
    static let passwords = "/etc/passwd"
    static let groups = "/etc/group"

    /// The first account of that name, as the name service has it.
    static func account(named name: String) throws(StepFailure) -> Account? {
        let wanted = Array(name.utf8)
        return try firstAccount { field(0, of: $0).elementsEqual(wanted) }
    }

    static func account(numbered number: UInt32) throws(StepFailure) -> Account? {
        let wanted = Array(String(number).utf8)
        // Leading zeros make the same number: only a line that is surely of another one is passed over.
        return try firstAccount { line in
            field(2, of: line).drop { $0 == UInt8(ascii: "0") }.elementsEqual(number == 0 ? [] : wanted)
        }
    }

    /// Lines are looked at as bytes and taken apart only when they may be the one: this file is read at most
    /// starts.
    private static func firstAccount(
        _ mayMatch: (ArraySlice<UInt8>) -> Bool
    ) throws(StepFailure) -> Account? {
        var found: Account?
        try forEachLine(of: passwords) { line in
            guard mayMatch(line), let account = parseAccount(line) else { return true }
            found = account
            return false
        }
        return found
    }

    /// One field of a line without taking the others out.
    static func field(_ wanted: Int, of line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var start = line.startIndex
        var index = 0
        for position in line.indices where line[position] == UInt8(ascii: ":") {
            if index == wanted { return line[start..<position] }
            index += 1
            start = position + 1
        }
        return index == wanted ? line[start...] : line[line.endIndex...]
    }

    /// A line of the group file, taken apart as far as somebody asks.
    struct Group {
        private let line: ArraySlice<UInt8>
        let gid: UInt32

        init?(_ line: ArraySlice<UInt8>) {
            var colons = 0
            for byte in line where byte == UInt8(ascii: ":") { colons += 1 }
            guard colons == 3, line.first != UInt8(ascii: ":"),
                let gid = AccountFiles.number(AccountFiles.field(2, of: line))
            else { return nil }
            self.line = line
            self.gid = gid
        }

        func isNamed(_ name: String) -> Bool {
            AccountFiles.field(0, of: line).elementsEqual(name.utf8)
        }

        func hasMember(_ user: String) -> Bool {
            let members = AccountFiles.field(3, of: line)
            guard !members.isEmpty else { return false }
            return members.split(separator: UInt8(ascii: ",")).contains { $0.elementsEqual(user.utf8) }
        }
    }

    static func forEachGroup(_ body: (Group) -> Void) throws(StepFailure) {
        try forEachLine(of: groups) { line in
            if let group = Group(line) { body(group) }
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
            home: home.begins(with: "/") ? home : "/",
            shell: shell.begins(with: "/") ? shell : Account.noShell
        )
    }

    private static func split(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.split(separator: UInt8(ascii: ":"), maxSplits: 7, omittingEmptySubsequences: false)
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String? {
        String(validating: field, as: UTF8.self)
    }

    /// Digits only: a sign, a blank or a number that means "unchanged" to the kernel is no id.
    fileprivate static func number(_ field: ArraySlice<UInt8>) -> UInt32? {
        guard !field.isEmpty else { return nil }
        var number: UInt32 = 0
        for byte in field {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (tens, tooMany) = number.multipliedReportingOverflow(by: 10)
            let (sum, tooLarge) = tens.addingReportingOverflow(UInt32(byte - UInt8(ascii: "0")))
            guard !tooMany, !tooLarge else { return nil }
            number = sum
        }
        return Account.isValid(number) ? number : nil
    }
}

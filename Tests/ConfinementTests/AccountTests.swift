import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@testable import Confinement

@Suite("Account files")
struct AccountTests {
    private func account(_ line: String) -> Account? { AccountFiles.parseAccount(ArraySlice(line.utf8)) }
    private func parse(_ line: String) -> AccountFiles.Group? {
        AccountFiles.Group(ArraySlice(line.utf8))
    }

    @Test("a line of the password file is an account")
    func line() {
        #expect(
            account("web:x:33:34:Web,,,:/var/www:/bin/sh")
                == Account(uid: 33, gid: 34, name: "web", home: "/var/www", shell: "/bin/sh")
        )
        #expect(account("web:x:33:34:::")?.home == "/")
    }

    @Test(
        "what is no account is passed over",
        arguments: [
            "", "web", "web:x:33:34:::/bin/sh:more", ":x:33:34:::", "web:x:-1:34:::", "web:x:+3:34:::",
            "web:x: 3:34:::",
            "web:x:4294967295:0:::", "web:x:65535:0:::", "web:x:4294967296:0:::", "web:x::0:::", "+nis::::::",
            "+::::::",
        ]
    )
    func refused(line: String) {
        #expect(account(line) == nil)
    }

    @Test("members are whole names")
    func members() throws {
        let group = try #require(parse("adm:x:4:root,webmaster"))
        #expect(group.gid == 4)
        #expect(group.hasMember("webmaster"))
        #expect(!group.hasMember("web"))
        #expect(!group.hasMember(""))
    }

    @Test("a number without an account is its own group, unless that group is somebody's")
    func guess() throws {
        var identity = Identity()
        identity.user = .number(27)
        let account = Account(uid: 27, gid: 27, name: nil, home: "/", shell: "")
        #expect(try GroupResolution(identity, account: account, own: 0).finish().group == 27)
        var taken = GroupResolution(identity, account: account, own: 0)
        taken.take(try #require(parse("sudo:x:27:")))
        #expect(throws: StepFailure.self) { try taken.finish() }
        identity.group = .number(100)
        #expect(try GroupResolution(identity, account: account, own: 0).finish().group == 100)
    }

    @Test("lines longer than any account are passed over, the next one is read")
    func longLines() throws {
        let scratch = try ScratchFolder()
        try scratch.write(
            "file",
            String(repeating: "x", count: 3 << 20) + "\nshort\n" + String(repeating: "y", count: 20000)
        )
        var reader = LineReader(try .open(scratch.path + "/file", .readOnly))
        #expect(try reader.next().map { String(decoding: $0, as: UTF8.self) } == "short")
        #expect(try reader.next()?.count == 20000)
        #expect(try reader.next() == nil)
    }
}

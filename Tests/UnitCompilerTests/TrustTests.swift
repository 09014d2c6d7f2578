import Glibc
import LinuxSystem
import ServiceModel
import TestSupport
import Testing
import UnitCompiler

@Suite("Trust in files")
struct TrustTests {
    let tree: UnitTree

    init() throws {
        tree = try UnitTree()
        try tree.file("etc/web.service")
    }

    @Test(
        "is refused where others could write, and named",
        arguments: [
            (0o666, "can be written by everyone (mode 0666)"),
            (0o646, "can be written by everyone (mode 0646)"),
        ]
    )
    func worldWritable(mode: Int, message: String) throws {
        try tree.mode(mode_t(mode), "etc/web.service")
        let unit = tree.scan().units[0]
        #expect(unit.fragment == nil)
        #expect(unit.problems == [problem(.error, "etc/web.service", message)])
    }

    @Test("is refused to a directory that others could write, for the units and the drop-ins in it")
    func writableDirectory() throws {
        try tree.file("usr/mail.service")
        try tree.directory("etc/mail.service.d", mode: 0o777)
        try tree.file("etc/mail.service.d/10.conf")
        let message = "can be written by everyone (mode 0777)"
        #expect(
            tree.scan().unit("mail.service")?.problems == [problem(.error, "etc/mail.service.d", message)]
        )
        #expect(tree.scan().unit("mail.service")?.dropIns == [])

        try tree.mode(0o777, "etc")
        let unit = try #require(tree.scan().unit("web.service"))
        #expect(unit.fragment == nil)
        #expect(unit.problems == [problem(.error, "etc", message)])
    }

    @Test("is refused to masks and aliases, too, where others could write")
    func writableMasks() throws {
        try tree.link("etc/mail.service", to: "/dev/null")
        try tree.link("etc/www.service", to: "web.service")
        try tree.mode(0o777, "etc")
        let found = tree.scan()
        #expect(found.names == ["mail.service", "web.service", "www.service"])
        for unit in found.units {
            #expect(!unit.isMasked)
            #expect(unit.aliases == [])
            #expect(unit.errors == ["can be written by everyone (mode 0777)"])
        }
    }

    @Test("is a matter of a warning under systemd's reading")
    func lenient() throws {
        try tree.mode(0o666, "etc/web.service")
        let unit = tree.scan { $0.isLenient = true }.units[0]
        #expect(unit.fragment != nil)
        #expect(unit.problems.map(\.severity) == [.warning])
    }

    @Test("depends on owner, group and mode alone", .enabled(if: OwnProcess.effectiveUser == 0))
    func owners() throws {
        try tree.owner(1234, group: 0, "etc/web.service")
        #expect(tree.scan().units[0].errors == ["is owned by user 1234; only root may own it"])
        let asUser = TrustPolicy(user: 1234, group: 1234)
        #expect(tree.scan { $0.trust = asUser }.units[0].errors == [])
        let asOther = TrustPolicy(user: 99, group: 99)
        #expect(
            tree.scan { $0.trust = asOther }.units[0].errors == [
                "is owned by user 1234; only root and user 99 may own it"
            ]
        )

        try tree.owner(0, group: 1234, "etc/web.service")
        try tree.mode(0o664, "etc/web.service")
        #expect(tree.scan().units[0].errors == ["can be written by group 1234 (mode 0664)"])
        #expect(tree.scan { $0.trust = asUser }.units[0].errors == [])
    }

    @Test(
        "is refused where an access control list lets others write",
        arguments: [("etc/web.service", "etc/web.service"), ("etc", "etc"), ("", "etc")]
    )
    func accessControlLists(name: String, blamed: String) throws {
        // Tag, permissions and id: the owner, user 65534, the group, the mask, others.
        let list = """
            import os, struct, sys
            entries = [(1, 7, 2**32 - 1), (2, 7, 65534), (4, 5, 2**32 - 1), (16, 7, 2**32 - 1), (32, 5, 2**32 - 1)]
            encoded = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
            os.setxattr(sys.argv[1], "system.posix_acl_access", encoded)
            """
        let path = tree.path + "/" + name
        let made = try Command.run("/usr/bin/python3", ["-c", list, path])
        #expect(made.status == 0, "\(made.output)")
        let sentence = "can be written by user 65534, as its access control list says"
        let wanted = name.isEmpty ? "is reached through \(tree.path), which \(sentence)" : sentence
        #expect(tree.scan().units[0].problems == [problem(.error, blamed, wanted)])
        let asNobody = TrustPolicy(user: 65534, group: 0)
        #expect(tree.scan { $0.trust = asNobody }.units[0].problems == [])
        // The mask takes away what the entries give.
        #expect(chmod(path, name.hasSuffix("service") ? 0o644 : 0o755) == 0)
        #expect(tree.scan().units[0].problems == [])
    }

    @Test("is refused where others could exchange a directory on the way to the units, links followed")
    func way() throws {
        try tree.directory("deep")
        try tree.directory("deep/er")
        try tree.file("deep/er/mail.service")
        try tree.link("short", to: "deep/er")
        func problems(_ place: String) -> [String]? {
            tree.scan { $0.paths = [tree.path + "/" + place] }.unit("mail.service")?.errors
        }
        for place in ["deep/er", "short", "deep/../deep/./er", "deep//er/"] { #expect(problems(place) == []) }
        try tree.mode(0o777, "deep")
        let sentence = "is reached through \(tree.path)/deep, which can be written by everyone (mode 0777)"
        for place in ["deep/er", "short", "deep/../deep/./er"] { #expect(problems(place) == [sentence]) }
        // Nobody takes away what is not theirs.
        try tree.mode(0o1777, "deep")
        #expect(problems("deep/er") == [])
        try tree.owner(1234, group: 0, "deep")
        #expect(problems("deep/er")?.first?.contains("is owned by user 1234") == true)
        #expect(
            tree.scan {
                $0.paths = [tree.path + "/deep/er"]
                $0.judgesWay = false
            }.units[0].errors == []
        )
    }

    @Test(
        "is refused to a way through somebody's link in a sticky directory, and to all of a long chain of links"
    )
    func links() throws {
        try tree.directory("safe")
        try tree.file("safe/mail.service")
        try tree.directory("sticky", mode: 0o1777)
        try tree.link("sticky/short", to: tree.path + "/safe")
        func problems(_ place: String) -> [String]? {
            tree.scan { $0.paths = [tree.path + "/" + place] }.unit("mail.service")?.errors
        }
        #expect(problems("sticky/short") == [])
        #expect(lchown(tree.path + "/sticky/short", 1234, 0) == 0)
        #expect(
            problems("sticky/short") == [
                "is reached through \(tree.path)/sticky/short, a link of user 1234's"
            ]
        )
        // As many as the kernel follows, the last through a directory that everybody can write.
        try tree.directory("open", mode: 0o777)
        try tree.directory("open/in")
        try tree.file("open/in/mail.service")
        try tree.link("link1", to: "open/in")
        for number in 2...40 { try tree.link("link\(number)", to: "link\(number - 1)") }
        #expect(
            problems("link40") == [
                "is reached through \(tree.path)/open, which can be written by everyone (mode 0777)"
            ]
        )
    }

    private func problem(_ severity: Diagnostic.Severity, _ file: String, _ message: String) -> Diagnostic {
        Diagnostic(
            severity,
            at: ServiceModel.SourceLocation(file: tree.path + "/" + file, line: 1, column: 1),
            message
        )
    }
}

import Glibc
import ServiceModel
import Testing
import UnitCompiler

@Suite("Finding units")
struct UnitScannerTests {
    let tree: UnitTree

    init() throws {
        tree = try UnitTree()
    }

    @Test("takes a unit from the first directory that has it, sorted by name")
    func priority() throws {
        try tree.file("usr/web.service", "usr")
        try tree.file("etc/web.service", "etc")
        try tree.file("run/mail.service", "run")
        let found = tree.scan()
        #expect(found.names == ["mail.service", "web.service"])
        #expect(found.unit("web.service")?.fragment?.bytes == Array("etc".utf8))
        #expect(found.unit("web.service")?.fragment?.path == tree.path + "/etc/web.service")
        #expect(found.diagnostics.isEmpty)
    }

    @Test("does without directories that are not there")
    func absentDirectory() throws {
        try tree.file("etc/web.service")
        let found = tree.scan { $0.paths.append(self.tree.path + "/nowhere") }
        #expect(found.names == ["web.service"])
        #expect(found.diagnostics.isEmpty)
    }

    @Test("ignores what is no unit, and says what it does not run or cannot name")
    func otherFiles() throws {
        for name in ["README", "web.service~", ".web.service.swp", "web.service.bak", "a.conf"] {
            try tree.file("etc/" + name)
        }
        try tree.file("etc/web.socket")
        try tree.file("etc/we b.service")
        let found = tree.scan()
        #expect(found.units.isEmpty)
        #expect(found.diagnostics.map(\.severity) == [.warning, .note])
        #expect(found.diagnostics[1].message == "is not read: Castellan runs services, not socket units")
    }

    @Test("knows a link to /dev/null and an empty file as masks, above what they hide")
    func masks() throws {
        try tree.link("etc/web.service", to: "/dev/null")
        try tree.file("usr/web.service")
        try tree.file("etc/mail.service", "")
        let found = tree.scan()
        for name in ["web.service", "mail.service"] {
            #expect(found.unit(name)?.isMasked == true)
            #expect(found.unit(name)?.fragment == nil)
            #expect(found.unit(name)?.errors == [])
        }
    }

    @Test("follows links between the unit directories as aliases, also through several")
    func aliases() throws {
        try tree.file("usr/web.service")
        try tree.link("etc/www.service", to: tree.path + "/usr/web.service")
        try tree.link("etc/site.service", to: "../usr/web.service")
        try tree.link("etc/page.service", to: "site.service")
        let found = tree.scan()
        #expect(found.names == ["web.service"])
        #expect(found.units[0].aliases.map(\.text) == ["page.service", "site.service", "www.service"])
        #expect(found.units[0].fragment != nil)
    }

    @Test("follows absolute links written for an installed system below its root")
    func rootedAliases() throws {
        try tree.file("usr/web.service")
        try tree.link("etc/www.service", to: "/usr/web.service")
        let found = tree.scan { $0.root = self.tree.path }
        #expect(found.names == ["web.service"])
        #expect(found.units[0].aliases.map(\.text) == ["www.service"])
    }

    @Test("reports a cycle of aliases on each of its names, and nothing else suffers")
    func cycles() throws {
        try tree.link("etc/a.service", to: "b.service")
        try tree.link("etc/b.service", to: "c.service")
        try tree.link("etc/c.service", to: "a.service")
        try tree.link("etc/self.service", to: "self.service")
        try tree.file("etc/web.service")
        let found = tree.scan()
        #expect(found.names == ["a.service", "b.service", "c.service", "self.service", "web.service"])
        let message = "is an alias without end: a.service -> b.service -> c.service -> a.service"
        #expect(found.unit("a.service")?.errors == [message])
        #expect(
            found.unit("self.service")?.errors == ["is an alias without end: self.service -> self.service"]
        )
        #expect(found.unit("web.service")?.errors == [])
    }

    @Test("gives up on a chain of aliases that is too long, instead of following it for ever")
    func longChain() throws {
        for index in 0..<100 { try tree.link("etc/a\(index).service", to: "a\(index + 1).service") }
        try tree.file("etc/a100.service")
        let found = tree.scan()
        #expect(found.unit("a0.service")?.errors.count == 1)
        #expect(found.unit("a100.service")?.errors == [])
        #expect(found.unit("a100.service")?.aliases.contains(name("a99.service")) == true)
    }

    @Test("reports an alias of nothing")
    func danglingAlias() throws {
        try tree.link("etc/www.service", to: "web.service")
        #expect(tree.scan().units[0].errors == ["is an alias of 'web.service', which does not exist"])
    }

    @Test(
        "does not follow a link out of the unit directories",
        arguments: ["/etc/passwd", "/tmp/x.service", "../x.service"]
    )
    func linkOut(target: String) throws {
        try tree.link("etc/web.service", to: target)
        let unit = try #require(tree.scan().unit("web.service"))
        #expect(unit.fragment == nil)
        #expect(
            unit.errors == [
                "links to '\(target)', which is not a unit in the unit directories; copy the file here instead"
            ]
        )
    }

    @Test("reads no FIFO, no directory, and does not wait for one")
    func wrongKinds() throws {
        try tree.fifo("etc/fifo.service")
        try tree.directory("etc/directory.service")
        try tree.file("etc/web.service")
        try tree.directory("etc/web.service.d")
        try tree.fifo("etc/web.service.d/10-fifo.conf")
        try tree.link("etc/web.service.d/20-link.conf", to: "/etc/hostname")
        try tree.directory("etc/web.service.d/30-directory.conf")
        let found = tree.scan()
        #expect(found.unit("fifo.service")?.errors == ["is a FIFO, a socket or a device, not a file"])
        #expect(found.unit("directory.service")?.errors == ["is a directory, not a file"])
        #expect(found.unit("web.service")?.errors.count == 3)
        #expect(found.unit("web.service")?.dropIns == [])
    }

    @Test("refuses a file larger than any unit needs, without reading it")
    func hugeFile() throws {
        try tree.file("etc/web.service")
        let limit = off_t(LoadLimits.fileSize)
        #expect(truncate(tree.path + "/etc/web.service", 100 << 20) == 0)
        #expect(tree.scan().units[0].errors == ["is larger than 1 MiB, which no unit file needs"])
        #expect(truncate(tree.path + "/etc/web.service", limit + 1) == 0)
        #expect(tree.scan().units[0].errors.count == 1)
        #expect(truncate(tree.path + "/etc/web.service", limit) == 0)
        #expect(tree.scan().units[0].errors == [])
    }

    @Test("finds drop-ins by name, prefix and type, and applies them sorted by file name")
    func dropIns() throws {
        try tree.file("usr/web-front-1.service")
        try tree.file("usr/service.d/90-all.conf")
        try tree.file("etc/web-.service.d/50-web.conf")
        try tree.file("run/web-front-.service.d/40-front.conf")
        try tree.file("usr/web-front-1.service.d/60-own.conf")
        try tree.file("etc/web.service.d/10-other.conf")
        try tree.file("etc/web-front-1.service.d/README")
        let unit = try #require(tree.scan().unit("web-front-1.service"))
        #expect(unit.dropInNames == ["40-front.conf", "50-web.conf", "60-own.conf", "90-all.conf"])
    }

    @Test("reads drop-ins that only look as if they had one name, and says which it cannot")
    func dropInNames() throws {
        try tree.file("etc/web.service")
        for (text, name) in [("nfc", "10-\u{E9}.conf"), ("nfd", "10-e\u{301}.conf")] {
            try tree.file("etc/web.service.d/" + name, text)
        }
        let unit = try #require(tree.scan().unit("web.service"))
        #expect(unit.dropIns.map(\.bytes) == [Array("nfd".utf8), Array("nfc".utf8)])
        let path = tree.path + "/etc/web.service.d/20-"
        let name = path.utf8CString.dropLast() + [-1] + ".conf".utf8CString
        let file = Array(name).withUnsafeBufferPointer { open($0.baseAddress!, O_CREAT | O_WRONLY, 0o644) }
        try #require(file >= 0)
        close(file)
        let broken = try #require(tree.scan().unit("web.service"))
        #expect(broken.errors.count == 1)
    }

    @Test("prefers the place to how closely a drop-in's directory is named after the unit, as systemd does")
    func dropInPlaces() throws {
        for (name, text) in [
            ("etc/foo-.service.d/10.conf", "admin"), ("usr/foo-bar.service.d/10.conf", "vendor"),
            ("etc/web@.service.d/10.conf", "admin"), ("usr/web@1.service.d/10.conf", "vendor"),
            ("usr/web@.service.d/20.conf", "general"), ("usr/web@1.service.d/20.conf", "special"),
            ("etc/service.d/20.conf", "all"),
        ] { try tree.file(name, text) }
        try tree.file("etc/foo-bar.service")
        try tree.file("etc/web@.service")
        let found = tree.scan { $0.instances = [name("web@1.service")] }
        #expect(found.unit("foo-bar.service")?.dropIns.first?.bytes == Array("admin".utf8))
        #expect(
            found.unit("web@1.service")?.dropIns.map(\.bytes) == ["admin", "special"].map { Array($0.utf8) }
        )
    }

    @Test("takes a drop-in from the first place that has one, there from the most specific directory")
    func dropInPriority() throws {
        try tree.file("etc/web-a.service")
        try tree.file("usr/service.d/10.conf", "type")
        try tree.file("etc/web-.service.d/10.conf", "prefix")
        try tree.file("usr/web-.service.d/20.conf", "usr")
        try tree.file("run/web-.service.d/20.conf", "run")
        let unit = try #require(tree.scan().unit("web-a.service"))
        #expect(unit.dropIns.map(\.bytes) == [Array("prefix".utf8), Array("run".utf8)])
    }

    @Test("lets a link to /dev/null take a drop-in away")
    func maskedDropIn() throws {
        try tree.file("usr/web.service")
        try tree.file("usr/web.service.d/10.conf")
        try tree.link("etc/web.service.d/10.conf", to: "/dev/null")
        let unit = try #require(tree.scan().unit("web.service"))
        #expect(unit.dropIns == [])
        #expect(unit.errors == [])
    }

    @Test("takes no other link for a drop-in, and says so")
    func linkedDropIn() throws {
        try tree.file("usr/web.service")
        try tree.link("etc/web.service.d/10.conf", to: "/etc/hostname")
        let unit = try #require(tree.scan().unit("web.service"))
        #expect(unit.dropIns == [])
        #expect(unit.errors == ["is a symbolic link; the file itself has to be here"])
    }

    @Test("reads drop-ins of aliases too")
    func aliasDropIns() throws {
        try tree.file("usr/web.service")
        try tree.link("etc/www.service", to: "../usr/web.service")
        try tree.file("etc/www.service.d/10.conf")
        #expect(tree.scan().unit("web.service")?.dropInNames == ["10.conf"])
    }

    @Test("refuses 100 000 drop-ins in one sentence")
    func manyDropIns() throws {
        try tree.file("etc/web.service")
        try tree.directory("etc/web.service.d")
        for index in 0..<100_000 {
            let file = open(
                tree.path + "/etc/web.service.d/\(index).conf",
                O_CREAT | O_WRONLY | O_CLOEXEC,
                0o644
            )
            close(file)
        }
        let unit = try #require(tree.scan().unit("web.service"))
        #expect(unit.dropIns == [])
        #expect(unit.errors == ["holds 100000 drop-ins; directories with more than 4096 are not read"])
    }

    @Test("makes instances of templates where they are asked for, linked, aliased or wanted")
    func instances() throws {
        try tree.file("usr/worker@.service", "template")
        try tree.file("usr/worker@.service.d/10.conf")
        try tree.file("usr/worker@1.service.d/20.conf")
        try tree.link("etc/worker@2.service", to: "../usr/worker@.service")
        try tree.link("etc/job@3.service", to: "../usr/worker@.service")
        try tree.link("etc/multi-user.target.wants/worker@4.service", to: "../../usr/worker@.service")
        try tree.file("etc/worker@5.service", "own")
        let found = tree.scan { $0.instances = [name("worker@1.service")] }
        #expect(
            found.names == [
                "worker@1.service", "worker@2.service", "worker@3.service", "worker@4.service",
                "worker@5.service",
            ]
        )
        #expect(found.unit("worker@1.service")?.fragment?.bytes == Array("template".utf8))
        #expect(found.unit("worker@1.service")?.dropInNames == ["10.conf", "20.conf"])
        #expect(found.unit("worker@3.service")?.aliases == [name("job@3.service")])
        #expect(found.unit("worker@3.service")?.dropInNames == ["10.conf"])
        #expect(found.unit("worker@4.service")?.isWanted == true)
        #expect(found.unit("worker@2.service")?.isWanted == false)
        #expect(found.unit("worker@5.service")?.fragment?.bytes == Array("own".utf8))
    }

    @Test("says when a requested instance has no template")
    func missingTemplate() throws {
        let found = tree.scan { $0.instances = [name("worker@1.service")] }
        #expect(
            found.diagnostics.map(\.message) == [
                "there is no unit 'worker@1.service' and no template 'worker@.service'"
            ]
        )
    }

    @Test("wants what targets link, if it exists")
    func wanted() throws {
        try tree.file("usr/web.service")
        try tree.file("usr/mail.service")
        try tree.link("etc/default.target.wants/web.service", to: "/dangling/web.service")
        try tree.link("etc/default.target.requires/gone.service", to: "../gone.service")
        let found = tree.scan()
        #expect(found.unit("web.service")?.isWanted == true)
        #expect(found.unit("mail.service")?.isWanted == false)
        #expect(found.diagnostics.isEmpty)
    }

    @Test("reads only the units asked for")
    func only() throws {
        for unit in ["a", "b", "c"] { try tree.file("etc/\(unit).service") }
        try tree.link("etc/x.service", to: "c.service")
        #expect(
            tree.scan { $0.only = [name("b.service"), name("x.service")] }.names == [
                "b.service", "c.service",
            ]
        )
    }
}

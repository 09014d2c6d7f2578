import ControlProtocol
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@testable import DaemonCore

@Suite("Leases of dynamic user ids")
struct IdentityLeasesTests {
    @Test("never lends one id twice, never one that owns a process, and ends when all are taken")
    func unique() {
        var leases = IdentityLeases(isInUse: { $0 % 2 == 0 })
        var lent: Set<UInt32> = []
        var slot = 0
        while let uid = leases.lease(to: slot, name: "unit\(slot).service") {
            #expect(lent.insert(uid).inserted)
            #expect(Identity.dynamicRange.contains(uid) && uid % 2 == 1)
            slot += 1
        }
        #expect(lent.count == Identity.dynamicRange.count / 2)
        #expect(leases.lent == lent.sorted())
    }

    @Test("lends no id that an account or a unit has for itself")
    func kept() {
        var leases = IdentityLeases(isInUse: { _ in false })
        leases.keepFree(Identity.dynamicRange.filter { $0 != 62_000 })
        #expect(leases.lease(to: 1, name: "a.service") == 62_000)
        leases.giveBack(62_000)
        leases.keepFree(also: [62_000])
        #expect(leases.lease(to: 1, name: "a.service") == nil)
    }

    @Test("gives no unit what another had, not even after a boot, as long as there are others")
    func lasting() {
        var remembered: [(uid: UInt32, unit: String)] = []
        var leases = IdentityLeases(isInUse: { _ in false }, remember: { remembered.append(($0, $1)) })
        // Both names lead to the same place.
        let names = ["u8.service", "u44.service"]
        for name in names + names { leases.lease(to: 1, name: name).map { leases.giveBack($0) } }
        #expect(remembered.map(\.unit) == names)
        #expect(remembered[0].uid + 1 == remembered[1].uid)
        var later = IdentityLeases(known: remembered, isInUse: { _ in false })
        #expect(later.lease(to: 1, name: "u44.service") == remembered[1].uid)
        #expect(later.lease(to: 2, name: "u8.service") == remembered[0].uid)
    }

    @Test("takes an id from a unit that does not run when all have been had")
    func exhausted() {
        let all = Identity.dynamicRange.enumerated().map { (uid: $1, unit: "unit\($0).service") }
        var leases = IdentityLeases(known: all, isInUse: { _ in false })
        let own = leases.lease(to: 1, name: "unit7.service")
        #expect(own == Identity.dynamicRange.lowerBound + 7)
        let other = leases.lease(to: 2, name: "new.service")
        #expect(other != nil && other != own)
    }

    @Test("lends a unit the same id again once it was given back")
    func stable() {
        var leases = IdentityLeases(isInUse: { _ in false })
        let first = leases.lease(to: 1, name: "web.service")
        if let first { leases.giveBack(first) }
        #expect(leases.lease(to: 1, name: "web.service") == first)
    }
}

@Suite("A line of proc_pid_stat(5)")
struct ProcessTableTests {
    @Test(
        "is read by its last parenthesis, whatever the command is called",
        arguments: ["sh", "a) R 1 1", "((", ") 99 99 99 (", "x\ny"]
    )
    func hostileNames(name: String) {
        let line = "42 (\(name)) S 7 42 41 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 8877 1 1"
        let entry = ProcessTable.parse(Array(line.utf8), pid: 42)
        #expect(entry?.parent == 7)
        #expect(entry?.session == 41)
        #expect(entry?.startTime == 8877)
        #expect(entry?.isZombie == false)
    }

    @Test("is refused when it is cut short")
    func short() {
        #expect(ProcessTable.parse(Array("42 (sh) S 7".utf8), pid: 42) == nil)
    }
}

@Suite("The command line of supervisord")
struct DaemonOptionsTests {
    @Test("takes values attached or following")
    func values() {
        var wanted = DaemonOptions()
        wanted.root = "/r"
        wanted.hasRoot = true
        wanted.unitPath = ["/a", "/b"]
        wanted.control = "/c"
        wanted.isLenient = true
        let arguments = ["--root=/r", "--unit-path", "/a:/b", "--control", "/c", "--compat=systemd"]
        #expect(DaemonOptions.parse(arguments) == .run(wanted))
    }

    @Test(
        "refuses what it cannot use, with a sentence",
        arguments: [
            ["--bogus"], ["--root"], ["--root", "relative"], ["--compat=upstart"], ["extra"],
            ["--unit-path="],
        ]
    )
    func refuses(arguments: [String]) {
        guard case .unusable = DaemonOptions.parse(arguments) else {
            Issue.record("accepted \(arguments)")
            return
        }
    }
}

@Suite("Wall-clock text")
struct WallClockTests {
    @Test(
        "is the civil date in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
            (1_709_251_199_999_000, "2024-02-29T23:59:59.999Z"),
            (4_107_542_400_000_000, "2100-03-01T00:00:00.000Z"),
        ] as [(UInt64, String)]
    )
    func dates(microseconds: UInt64, text: String) {
        #expect(WallClock.text(microseconds) == text)
    }
}

@Suite("Access to the control socket")
struct AccessTests {
    private func peer(_ uid: UInt32, _ groups: [UInt32]) -> PeerCredentials {
        PeerCredentials(pid: 1, uid: uid, groups: groups)
    }

    @Test("belongs to root and the daemon's user; groups open what the settings name; others get nothing")
    func roles() {
        var settings = ManagerSettings()
        settings.operatorGroup = .number(50)
        settings.viewerGroup = .number(60)
        var access = Access(daemonUser: 1000)
        #expect(access.role(of: peer(2000, [50, 60])) == nil)
        access.use(settings)
        #expect(access.role(of: peer(0, [])) == .administer)
        #expect(access.role(of: peer(1000, [])) == .administer)
        #expect(access.role(of: peer(2000, [1, 50])) == .operate)
        #expect(access.role(of: peer(2000, [60])) == .view)
        #expect(access.role(of: peer(2000, [1])) == nil)
    }

    @Test("is not opened by a group whose name could not be resolved")
    func unresolved() {
        var settings = ManagerSettings()
        settings.operatorGroup = .name("operators")
        var access = Access(daemonUser: 0)
        access.use(settings)
        #expect(access.role(of: peer(2000, [0, 50])) == nil)
    }

    @Test("a cgroup of many processes is read whole: the beginning of a pid is another process's")
    func manyMembers() throws {
        let folder = try ScratchFolder()
        let pids = (0..<20_000).map { Int32(30_000 + $0) }
        try folder.write("cgroup.procs", pids.map { "\($0)\n" }.joined())
        #expect(try ControlGroupDirectory.members(of: folder.path) == pids)
    }
}

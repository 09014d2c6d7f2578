import Glibc
import LaunchProtocol
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@Suite("Identity and capabilities of a launched service")
struct IdentityTests {
    private let none = "0000000000000000"

    @Test("a number becomes all three user and group ids, with no group and no capability left")
    func number() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(64321)
        let run = try scenario.run()
        #expect(run.end == .exited(0))
        #expect(run.failure == nil)
        #expect(run.identity == .identity(uid: 64321, gid: 64321))
        #expect(run["uid"] == "64321 64321 64321")
        #expect(run["gid"] == "64321 64321 64321")
        #expect(run["groups"] == "")
        for set in ["inheritable", "permitted", "effective", "ambient"] {
            #expect(run[set] == none, "\(set)")
        }
        #expect(run["no-new-privs"] == "0")
        #expect(run["seccomp"] == "0")
    }

    @Test("an empty bounding set leaves nothing in any of the five sets, for a user and for root")
    func emptyBounding() throws {
        for user in [AccountReference?.some(.number(64321)), nil] {
            var scenario = try Scenario()
            scenario.plan.identity.user = user
            scenario.plan.capabilities.bounding = []
            let run = try scenario.run()
            #expect(run.end == .exited(0))
            for set in ["inheritable", "permitted", "effective", "bounding", "ambient"] {
                #expect(run[set] == none, "\(set)")
            }
        }
    }

    @Test("a name is resolved from the password file, and its groups come with it")
    func name() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .name("daemon")
        scenario.plan.identity.supplementaryGroups = [.name("adm"), .number(77)]
        let run = try scenario.run()
        #expect(run["uid"] == "1 1 1")
        #expect(run["gid"] == "1 1 1")
        #expect(run["groups"] == "1 4 77")
    }

    @Test("the supervisor's own supplementary groups do not stay", arguments: [nil, 64321 as UInt32?])
    func inheritedGroups(user: UInt32?) throws {
        var scenario = try Scenario()
        scenario.restrictions = ["--groups", "4,27"]
        scenario.plan.identity.user = user.map { .number($0) }
        #expect(try scenario.run()["groups"] == "")
    }

    @Test("groups that the supervisor may not leave are no reason to hand them on")
    func lastingGroups() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(64321)
        scenario.plan.identity.group = .number(0)
        scenario.restrictions = ["--groups", "4,27", "--bounding-set", "-setgid"]
        let run = try scenario.run()
        #expect(run.failedStep == .groups && run.failedErrno == EPERM, "\(run)")
        scenario.restrictions = ["--clear-groups", "--bounding-set", "-setgid"]
        #expect(try scenario.run()["uid"] == "64321 64321 64321")
    }

    @Test("a group of its own does not change the user")
    func groupOnly() throws {
        var scenario = try Scenario()
        scenario.plan.identity.group = .name("daemon")
        let run = try scenario.run()
        #expect(run["uid"] == "0 0 0")
        #expect(run["gid"] == "1 1 1")
    }

    @Test(
        "an account that does not exist stops the launch, and root never takes its place",
        arguments: [
            (AccountReference.name("no-such-user"), nil, LaunchStep.user, 217),
            (.number(.max), nil, .user, 217),
            (.number(65535), nil, .user, 217),
            (.number(64321), AccountReference.name("no-such-group"), .group, 216),
            (.number(64321), .number(.max), .group, 216),
        ] as [(AccountReference, AccountReference?, LaunchStep, Int32)]
    )
    func unknown(user: AccountReference, group: AccountReference?, step: LaunchStep, status: Int32) throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = user
        scenario.plan.identity.group = group
        let run = try scenario.run()
        #expect(run.failedStep == step)
        #expect(run.end == .exited(status))
        #expect(run.identity == nil)
        #expect(run.output == "")
    }

    @Test("a leased user is its own group, and in no other")
    func dynamic() throws {
        var scenario = try Scenario()
        scenario.plan.identity.isDynamic = true
        scenario.plan.identity.user = .name("worker")
        scenario.context.dynamicUser = 61200
        let run = try scenario.run()
        #expect(run["uid"] == "61200 61200 61200")
        #expect(run["gid"] == "61200 61200 61200")
        #expect(run["groups"] == "")
        #expect(run.variable("USER") == "worker")
        #expect(run.variable("HOME") == "/")
    }

    @Test("a dynamic user without a lease stops the launch")
    func noLease() throws {
        var scenario = try Scenario()
        scenario.plan.identity.isDynamic = true
        let run = try scenario.run()
        #expect(run.failedStep == .user)
        #expect(run.end == .exited(217))
    }

    @Test("ambient capabilities reach a service of another user, and nothing else does")
    func ambient() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(64321)
        scenario.plan.capabilities.ambient = CapabilitySet(rawValue: 1 << 10)
        scenario.plan.capabilities.bounding = CapabilitySet(rawValue: 1 << 10)
        scenario.plan.filters = [Filters.allowAll]
        let run = try scenario.run()
        for set in ["inheritable", "permitted", "effective", "bounding", "ambient"] {
            #expect(run[set] == "0000000000000400", "\(set)")
        }
    }

    @Test("an ambient capability outside the bounding set stops the launch")
    func ambientOutside() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(64321)
        scenario.plan.capabilities.ambient = CapabilitySet(rawValue: 1 << 10)
        scenario.plan.capabilities.bounding = []
        let run = try scenario.run()
        #expect(run.failedStep == .capabilities)
        #expect(run.end == .exited(218))
    }

    @Test("a service that stays root has exactly its bounding set")
    func rootBounding() throws {
        var scenario = try Scenario()
        scenario.plan.capabilities.bounding = CapabilitySet(rawValue: 0b1001)
        scenario.plan.filters = [Filters.allowAll]
        let run = try scenario.run()
        #expect(run["inheritable"] == none)
        #expect(run["ambient"] == none)
        for set in ["permitted", "effective", "bounding"] {
            #expect(run[set] == "0000000000000009", "\(set)")
        }
    }

    @Test("with SecureBits=noroot, root has no capability")
    func noRoot() throws {
        var scenario = try Scenario()
        scenario.plan.capabilities.secureBits = [.noRoot, .noRootLocked]
        let run = try scenario.run()
        #expect(run["securebits"] == "3")
        #expect(run["permitted"] == none)
        #expect(run["effective"] == none)
    }

    @Test("secure bits are set for a service of another user, and the capability for it does not stay")
    func secureBitsOfUser() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(64321)
        scenario.plan.capabilities.secureBits = [
            .noSetUIDFixup, .noSetUIDFixupLocked, .keepCapabilitiesLocked,
        ]
        let run = try scenario.run()
        #expect(run["securebits"] == "44")
        for set in ["inheritable", "permitted", "effective", "ambient"] {
            #expect(run[set] == none, "\(set)")
        }
    }

    @Test("'!' keeps the user and leaves the rest of the confinement in force")
    func keepsUser() throws {
        var scenario = try Scenario()
        scenario.privilege = .keepsUser
        scenario.plan.identity.user = .number(64321)
        scenario.plan.capabilities.bounding = CapabilitySet(rawValue: 1)
        scenario.plan.capabilities.noNewPrivileges = true
        let run = try scenario.run()
        #expect(run.identity == .identity(uid: 0, gid: 0))
        #expect(run["uid"] == "0 0 0")
        #expect(run["effective"] == "0000000000000001")
        #expect(run["no-new-privs"] == "1")
    }

    @Test("'+' lifts user, root, capabilities, no-new-privs and filter, and keeps limits and environment")
    func full() throws {
        var scenario = try Scenario()
        scenario.privilege = .full
        scenario.plan.identity.user = .number(64321)
        scenario.plan.files.rootDirectory = "/nonexistent"
        scenario.plan.capabilities.bounding = []
        scenario.plan.capabilities.noNewPrivileges = true
        scenario.plan.filters = [Filters.denyAll]
        scenario.plan.limits = [ResourceLimit(kind: .openFiles, soft: 100, hard: 100)]
        let run = try scenario.run()
        #expect(run["uid"] == "0 0 0")
        #expect(run["no-new-privs"] == "0")
        #expect(run["seccomp"] == "0")
        #expect(run["effective"] != none)
        #expect(run["inheritable"] == none)
        #expect(run.lines("limit").contains("NOFILE 100 100"))
    }

    @Test("inheritable capabilities of the supervisor are not handed on")
    func inheritable() throws {
        var scenario = try Scenario()
        scenario.restrictions = ["--inh-caps", "+net_raw,+chown"]
        let run = try scenario.run()
        #expect(run["uid"] == "0 0 0")
        #expect(run["inheritable"] == none)
    }
}

@Suite("A supervisor without privilege")
struct UnprivilegedTests {
    private let nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"]

    private func scenario() throws -> Scenario {
        var scenario = try Scenario()
        scenario.restrictions = nobody
        try scenario.makeDirectory("own", owner: 65534)
        scenario.plan.streams.output = .inherit
        scenario.arguments = ["probe", "-o", scenario.scratch.path + "/own/report", "report"]
        return scenario
    }

    @Test(
        "supervises as the user it is, also when the unit names that user",
        arguments: [nil, 65534 as UInt32?]
    )
    func sameUser(user: UInt32?) throws {
        var scenario = try scenario()
        scenario.plan.identity.user = user.map { .number($0) }
        scenario.plan.capabilities.noNewPrivileges = true
        var run = try scenario.run()
        #expect(run.failure == nil)
        run.output = scenario.text("own/report")
        #expect(run["uid"] == "65534 65534 65534")
    }

    @Test("refuses a unit that asks for another user or group")
    func otherUser() throws {
        var scenario = try scenario()
        scenario.plan.identity.user = .number(0)
        var run = try scenario.run()
        #expect(run.failedStep == .user)
        #expect(run.failedErrno == EPERM)
        #expect(run.end == .exited(217))
        scenario.plan.identity.user = nil
        scenario.plan.identity.group = .number(0)
        run = try scenario.run()
        #expect(run.failedStep == .group)
        #expect(run.failedErrno == EPERM)
        scenario.plan.identity.group = nil
        scenario.plan.identity.supplementaryGroups = [.number(0)]
        run = try scenario.run()
        #expect(run.failedStep == .groups)
    }

    @Test("still sets filters, with no-new-privs, and refuses capabilities it does not have")
    func filters() throws {
        var scenario = try scenario()
        scenario.plan.filters = [Filters.allowAll]
        var run = try scenario.run()
        #expect(run.failure == nil)
        run.output = scenario.text("own/report")
        #expect(run["seccomp"] == "2")
        #expect(run["no-new-privs"] == "1")
        scenario.plan.capabilities.ambient = CapabilitySet(rawValue: 1)
        #expect(try scenario.run().failedStep == .capabilities)
        scenario.plan.capabilities.ambient = []
        scenario.plan.capabilities.bounding = []
        #expect(try scenario.run().failedStep == .boundingSet)
    }
}

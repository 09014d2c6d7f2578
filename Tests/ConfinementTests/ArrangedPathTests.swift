import Glibc
import LaunchProtocol
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

/// A service owns a directory in which root has one too, and gives root's the name that the unit speaks of.
@Suite("What a service can arrange below its own directory")
struct ArrangedPathTests {
    private let user: UInt32 = 64321

    private func scenario(_ names: String..., kind: FileLayout.DirectoryKind = .state) throws -> Scenario {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(user)
        scenario.plan.files.directories = names.map { .init(kind: kind, name: $0) }
        return scenario
    }

    private func rename(_ old: String, _ new: String, in scenario: Scenario) throws {
        try #require(Glibc.rename(scenario.scratch.path + "/" + old, scenario.scratch.path + "/" + new) == 0)
    }

    @Test("a directory of root's that took the name of the service's is not given to it")
    func notHandedOver() throws {
        let scenario = try scenario("app", "app/data")
        #expect(try scenario.run().end == .exited(0))
        #expect(scenario.owner("state/app/data") == "40755 \(user) \(user)")
        #expect(try scenario.run().end == .exited(0), "what is the service's own is taken again")
        try scenario.makeDirectory("state/app/root", mode: 0o700)
        try scenario.scratch.write("state/app/root/key", "x", mode: 0o600)
        try rename("state/app/data", "state/app/old", in: scenario)
        try rename("state/app/root", "state/app/data", in: scenario)
        let run = try scenario.run()
        #expect(run.failedStep == .stateDirectories && run.failedErrno == EACCES)
        #expect(run.failedDetail?.contains("/state/app/data is user 0's in a directory that others") == true)
        #expect(scenario.owner("state/app/data") == "40700 0 0")
        #expect(scenario.owner("state/app/data/key") == "100600 0 0")
    }

    @Test("nothing is made in a directory of root's that took the name of one on the way")
    func notEntered() throws {
        let scenario = try scenario("app", "app/on/the/way")
        #expect(try scenario.run().end == .exited(0))
        #expect(try scenario.run().end == .exited(0), "what was made on the way is the service's own")
        #expect(scenario.owner("state/app/on/the") == "40755 \(user) \(user)")
        try scenario.makeDirectory("state/app/root", mode: 0o755)
        try scenario.scratch.write("state/app/root/file", "x")
        try rename("state/app/on", "state/app/old", in: scenario)
        try rename("state/app/root", "state/app/on", in: scenario)
        #expect(try scenario.run().failedErrno == EACCES)
        #expect(scenario.owner("state/app/on/the") == nil)
    }

    @Test("a directory of the configuration below one of the service's stays as it is")
    func configuration() throws {
        let scenario = try scenario("app/conf", kind: .configuration)
        try scenario.makeDirectory("configuration")
        try scenario.makeDirectory("configuration/app", owner: user)
        try scenario.makeDirectory("configuration/app/conf", mode: 0o700)
        try scenario.scratch.write("configuration/app/conf/key", "x", mode: 0o600)
        #expect(try scenario.run().end == .exited(0))
        #expect(scenario.owner("configuration/app/conf") == "40700 0 0")
    }

    @Test("a file of root's that somebody moved into a directory of his does not change hands with root's")
    func movedFile() throws {
        let scenario = try scenario("app")
        try scenario.makeDirectory("state")
        try scenario.makeDirectory("state/app")
        try scenario.makeDirectory("state/app/theirs", owner: user)
        try scenario.scratch.write("state/app/theirs/moved", "x", mode: 0o600)
        #expect(try scenario.run().end == .exited(0))
        #expect(scenario.owner("state/app/theirs/moved") == "100600 0 0")
    }

    @Test("a hard link in a directory of anybody's does not change hands with root's directory")
    func hardLink() throws {
        let scenario = try scenario("app")
        try scenario.makeDirectory("state")
        try scenario.makeDirectory("state/app")
        try scenario.makeDirectory("state/app/open", mode: 0o1777)
        try scenario.scratch.write("secret", "x", mode: 0o600)
        let secret = scenario.scratch.path + "/secret"
        try #require(link(secret, scenario.scratch.path + "/state/app/open/link") == 0)
        try scenario.scratch.write("state/app/twice", "x", mode: 0o600)
        let twice = scenario.scratch.path + "/state/app/twice"
        try #require(link(twice, twice + "-linked") == 0)
        #expect(try scenario.run().end == .exited(0))
        #expect(scenario.owner("secret") == "100600 0 0")
        #expect(scenario.owner("state/app/twice") == "100600 \(user) \(user)", "only root made that link")
    }

    @Test("a file on such a way is opened with the rights of the service, at every step")
    func file() throws {
        var scenario = try scenario()
        try scenario.makeDirectory("own", owner: user)
        try scenario.makeDirectory("own/conf", mode: 0o700)
        try scenario.makeDirectory("own/conf/deeper")
        let path = scenario.scratch.path + "/own/conf/"
        for (name, mode) in [("env", 0o600), ("deeper/env", 0o644)] as [(String, mode_t)] {
            try scenario.scratch.write("own/conf/" + name, "SECRET=1\n", mode: mode)
            scenario.plan.environment.files = [.init(path: path + name, isOptional: false)]
            #expect(try scenario.run().failedErrno == EACCES)
        }
        scenario.plan.environment.files = []
        scenario.plan.streams.output = .append(path + "deeper/../env")
        #expect(try scenario.run().failedErrno == EACCES, "the way up makes nothing trustworthy again")
        #expect(scenario.text("own/conf/env") == "SECRET=1\n")
    }

    @Test("a directory of root's in one that everybody can write, as /tmp, is root's")
    func sticky() throws {
        var scenario = try scenario()
        try scenario.makeDirectory("tmp", mode: 0o1777)
        try scenario.makeDirectory("tmp/root", mode: 0o700)
        try scenario.scratch.write("tmp/root/env", "FOUND=1\n", mode: 0o600)
        scenario.plan.environment.files = [
            .init(path: scenario.scratch.path + "/tmp/root/env", isOptional: false)
        ]
        #expect(try scenario.run().variable("FOUND") == "1")
    }

    @Test("an access control list gives a say as well as the mode does")
    func accessControlList() throws {
        var scenario = try scenario("app")
        try scenario.makeDirectory("state")
        try scenario.makeDirectory("state/app", mode: 0o700)
        try scenario.scratch.write("state/app/key", "old\n", mode: 0o600)
        let state = scenario.scratch.path + "/state"
        // Tag, permissions and id: the owner, the user, the group, the mask, others.
        let list = """
            import os, struct, sys
            entries = [(1, 7, 2**32 - 1), (2, 7, \(user)), (4, 5, 2**32 - 1), (16, 7, 2**32 - 1), (32, 5, 2**32 - 1)]
            encoded = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
            os.setxattr(sys.argv[1], "system.posix_acl_access", encoded)
            """
        try #require(try Command.run("/usr/bin/python3", ["-c", list, state]).status == 0)
        #expect(try scenario.run().failedErrno == EACCES)
        #expect(scenario.owner("state/app/key") == "100600 0 0")
        scenario.plan.files.directories = []
        scenario.plan.streams.output = .append(state + "/app/key")
        #expect(try scenario.run().failedErrno == EACCES)
        #expect(scenario.text("state/app/key") == "old\n")
    }

    @Test("what another user arranged is not opened with root's rights either")
    func anotherUser() throws {
        var scenario = try scenario()
        try scenario.makeDirectory("other", owner: user + 1)
        try scenario.makeDirectory("other/logs", mode: 0o700)
        try scenario.scratch.write("other/logs/out", "old\n", mode: 0o600)
        scenario.plan.streams.output = .truncate(scenario.scratch.path + "/other/logs/out")
        #expect(try scenario.run().failedErrno == EACCES)
        #expect(scenario.text("other/logs/out") == "old\n")
    }

    @Test("a directory on the way keeps the mode that its owner gave it")
    func modeOnTheWay() throws {
        let scenario = try scenario("app/private/data")
        try scenario.makeDirectory("state")
        try scenario.makeDirectory("state/app", owner: user)
        try scenario.makeDirectory("state/app/private", mode: 0o700, owner: user)
        #expect(try scenario.run().end == .exited(0))
        #expect(scenario.owner("state/app/private") == "40700 \(user) \(user)")
    }

    @Test(
        "root takes over what lies in a directory of root's that a group can write, as /var/log of some systems"
    )
    func rootInGroupDirectory() throws {
        var scenario = try scenario("app")
        scenario.plan.identity.user = nil
        try scenario.makeDirectory("state", mode: 0o775)
        try #require(chown(scenario.scratch.path + "/state", 0, 4) == 0)
        try scenario.makeDirectory("state/app", owner: 33)
        try scenario.scratch.write("state/app/log", "x")
        #expect(try scenario.run().end == .exited(0))
        #expect(scenario.owner("state/app") == "40755 0 0")
    }

    @Test("a root on such a way is entered with the rights of the service")
    func root() throws {
        var scenario = try scenario()
        try scenario.makeDirectory("own", owner: user)
        try scenario.makeDirectory("own/hidden", mode: 0o700)
        try scenario.makeDirectory("own/hidden/root")
        scenario.plan.files.rootDirectory = scenario.scratch.path + "/own/hidden/root"
        let run = try scenario.run()
        #expect(run.failedStep == .root && run.failedErrno == EACCES)
    }

    @Test(
        "no mark beside a slash leads out of the base",
        arguments: ["../\u{301}", "app\u{301}/../..\u{600}/x"]
    )
    func marks(name: String) throws {
        let scenario = try scenario(name)
        let run = try scenario.run()
        #expect(run.failedStep == .stateDirectories && run.failedErrno == EINVAL)
        #expect(scenario.owner("\u{301}") == nil)
    }

    @Test("cleaning up empties no directory of root's that took the name of the service's")
    func cleanUp() throws {
        var scenario = try scenario("rt/tmp", kind: .runtime)
        try scenario.makeDirectory("run")
        try scenario.makeDirectory("run/rt", owner: user)
        try scenario.makeDirectory("run/rt/tmp")
        try scenario.scratch.write("run/rt/tmp/important", "x")
        scenario.task = .cleanUp
        let run = try scenario.run()
        #expect(run.failedStep == .runtimeDirectories && run.failedErrno == EACCES)
        #expect(scenario.text("run/rt/tmp/important") == "x")
        unlink(scenario.scratch.path + "/run/rt/tmp/important")
        #expect(try scenario.run().failedErrno == EACCES, "not even when it is empty")
        chown(scenario.scratch.path + "/run/rt/tmp", user, user)
        #expect(try scenario.run().end == .exited(0))
        #expect(scenario.owner("run/rt/tmp") == nil)
        #expect(scenario.owner("run/rt") != nil)
    }
}

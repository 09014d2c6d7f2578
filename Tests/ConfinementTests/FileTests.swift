import Glibc
import LaunchProtocol
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@Suite("Directories and credentials of a service")
struct FileTests {
    private let user: UInt32 = 64321

    private func scenario(_ directories: FileLayout.ServiceDirectory...) throws -> Scenario {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(user)
        scenario.plan.files.directories = directories
        return scenario
    }

    @Test("the innermost directory is the user's, those above it are not, and the environment names them")
    func ownership() throws {
        var scenario = try scenario(
            .init(kind: .state, name: "a/b/c"),
            .init(kind: .state, name: "d"),
            .init(kind: .runtime, name: "r"),
            .init(kind: .configuration, name: "conf")
        )
        scenario.plan.files.directoryModes[Int(FileLayout.DirectoryKind.state.rawValue)] = 0o2750
        let run = try scenario.run()
        #expect(run.end == .exited(0))
        #expect(scenario.owner("state/a") == "40755 0 0")
        #expect(scenario.owner("state/a/b") == "40755 0 0")
        #expect(scenario.owner("state/a/b/c") == "42750 \(user) \(user)")
        #expect(scenario.owner("state/d") == "42750 \(user) \(user)")
        #expect(scenario.owner("run/r") == "40755 \(user) \(user)")
        #expect(scenario.owner("configuration/conf") == "40755 0 0")
        let state = scenario.scratch.path + "/state"
        #expect(run.variable("STATE_DIRECTORY") == state + "/a/b/c:" + state + "/d")
        #expect(run.variable("RUNTIME_DIRECTORY") == scenario.scratch.path + "/run/r")
        #expect(run.variable("CACHE_DIRECTORY") == nil)
    }

    @Test("a change of user takes what was the former user's along, and nothing of anybody else's")
    func ownerChange() throws {
        let scenario = try scenario(.init(kind: .state, name: "data"))
        try scenario.makeDirectory("state")
        try scenario.makeDirectory("state/data", owner: 1000)
        try scenario.makeDirectory("state/data/sub", owner: 1000)
        for (name, owner) in [("state/data/sub/mine", 1000), ("state/data/foreign", 0)] as [(String, uid_t)] {
            try scenario.scratch.write(name, "x")
            chown(scenario.scratch.path + "/" + name, owner, owner)
        }
        try scenario.scratch.write("outside", "x")
        chown(scenario.scratch.path + "/outside", 1000, 1000)
        symlink("../../outside", scenario.scratch.path + "/state/data/link")
        lchown(scenario.scratch.path + "/state/data/link", 1000, 1000)
        #expect(try scenario.run().end == .exited(0))
        #expect(scenario.owner("state/data") == "40755 \(user) \(user)")
        #expect(scenario.owner("state/data/sub/mine") == "100644 \(user) \(user)")
        #expect(scenario.owner("state/data/link") == "120777 \(user) \(user)")
        #expect(scenario.owner("state/data/foreign") == "100644 0 0")
        #expect(scenario.owner("outside") == "100644 1000 1000")
    }

    @Test("a link that a user planted in place of a directory is not followed")
    func plantedDirectory() throws {
        let scenario = try scenario(.init(kind: .state, name: "own/inner"))
        try scenario.makeDirectory("state")
        try scenario.makeDirectory("state/own", owner: user)
        try scenario.makeDirectory("target", mode: 0o700)
        symlink(scenario.scratch.path + "/target", scenario.scratch.path + "/state/own/inner")
        let run = try scenario.run()
        #expect(run.failedStep == .stateDirectories)
        #expect(run.end == .exited(238))
        #expect(scenario.owner("target") == "40700 0 0")
    }

    @Test("an administrator's link to a directory elsewhere is followed, and nothing there given away")
    func linkedDirectory() throws {
        var scenario = try scenario(.init(kind: .state, name: "data"))
        scenario.plan.files.directoryModes[Int(FileLayout.DirectoryKind.state.rawValue)] = 0o700
        try scenario.makeDirectory("state")
        try scenario.makeDirectory("elsewhere", mode: 0o711)
        try scenario.scratch.write("elsewhere/file", "x")
        symlink(scenario.scratch.path + "/elsewhere", scenario.scratch.path + "/state/data")
        let refused = try scenario.run()
        #expect(refused.failedStep == .stateDirectories)
        #expect(refused.failedDetail?.contains("is a link to a directory of user 0's") == true)
        #expect(
            scenario.owner("elsewhere") == "40711 0 0" && scenario.owner("elsewhere/file") == "100644 0 0"
        )
        chown(scenario.scratch.path + "/elsewhere", user, user)
        let run = try scenario.run()
        #expect(run.failure == nil)
        #expect(run.variable("STATE_DIRECTORY") == scenario.scratch.path + "/state/data")
        #expect(scenario.owner("elsewhere") == "40711 \(user) \(user)")
        #expect(scenario.owner("elsewhere/file") == "100644 0 0")
    }

    @Test("a file below a directory of the service's is opened with no more rights than the service has")
    func noRightsLent() throws {
        var scenario = try scenario()
        try scenario.makeDirectory("own", owner: user)
        try scenario.scratch.write("own/secret", "x", mode: 0o600)
        scenario.plan.streams.input = .file(scenario.scratch.path + "/own/secret")
        #expect(try scenario.run().failedErrno == EACCES)
        // Of a supervisor that is not root, but has root's rights over files, too.
        let rights = "+dac_override,+setuid,+setgid"
        scenario.restrictions = [
            "--reuid=1000", "--regid=1000", "--clear-groups", "--inh-caps=\(rights)",
            "--ambient-caps=\(rights)",
        ]
        #expect(try scenario.run().failedErrno == EACCES)
    }

    @Test("links beside a directory lead to it, and may be there already")
    func links() throws {
        let scenario = try scenario(.init(kind: .cache, name: "web", links: ["old", "deep/er"]))
        for _ in 0..<2 {
            let run = try scenario.run()
            #expect(run.failure == nil)
            for link in ["old", "deep/er"] {
                let cache = try FileDescriptor.open(scenario.scratch.path + "/cache", [.path, .directory])
                let parts = link.split(separator: "/")
                let parent = try cache.open(parts.count > 1 ? EntryName(parts[0]) : ".", [.path, .directory])
                let target = try parent.linkTarget(EntryName(parts[parts.count - 1]))
                #expect(target == scenario.scratch.path + "/cache/web")
            }
        }
    }

    @Test(
        "credentials are files of the user's alone; a file wins over bytes, and bytes stand in for a missing file"
    )
    func credentials() throws {
        var scenario = try scenario()
        try scenario.scratch.write("secret", "from a file", mode: 0o600)
        scenario.plan.credentials = [
            Credential(name: "both", source: .inline(Array("inline".utf8))),
            Credential(name: "both", source: .file(scenario.scratch.path + "/secret")),
            Credential(name: "fallback", source: .file(scenario.scratch.path + "/missing")),
            Credential(name: "fallback", source: .inline(Array("instead".utf8))),
        ]
        scenario.arguments = ["probe", "env"]
        for _ in 0..<2 {
            let run = try scenario.run()
            #expect(run.variable("CREDENTIALS_DIRECTORY") == scenario.context.credentialsDirectory)
            #expect(scenario.owner("credentials/test.service") == "40500 \(user) \(user)")
            #expect(scenario.owner("credentials/test.service/both") == "100400 \(user) \(user)")
            #expect(scenario.text("credentials/test.service/both") == "from a file")
            #expect(scenario.text("credentials/test.service/fallback") == "instead")
        }
        scenario.plan.credentials.removeFirst(2)
        _ = try scenario.run()
        #expect(scenario.owner("credentials/test.service/both") == nil)
    }

    @Test("each file below a directory is a credential; links and hidden files are none, the unit's own win")
    func credentialDirectory() throws {
        var scenario = try scenario()
        let secrets = scenario.scratch.path + "/secrets"
        for folder in ["secrets", "secrets/live"] { try scenario.makeDirectory(folder, mode: 0o700) }
        try scenario.scratch.write("secrets/key", "one", mode: 0o600)
        try scenario.scratch.write("secrets/live/key", "two", mode: 0o600)
        try scenario.scratch.write("secrets/own", "from the directory", mode: 0o600)
        try scenario.scratch.write("secrets/.hidden", "x", mode: 0o600)
        #expect(symlink("/etc/shadow", secrets + "/link") == 0)
        scenario.plan.credentials = [
            Credential(name: "tls", source: .file(secrets)),
            Credential(name: "tls_own", source: .inline(Array("from the unit".utf8))),
        ]
        let run = try scenario.run()
        #expect(run.failure == nil)
        let place = "credentials/test.service"
        for absent in ["tls", "tls_link", "tls_.hidden"] {
            #expect(scenario.owner(place + "/" + absent) == nil)
        }
        #expect(scenario.owner(place + "/tls_live_key") == "100400 \(user) \(user)")
        #expect(scenario.text(place + "/tls_key") == "one")
        #expect(scenario.text(place + "/tls_live_key") == "two")
        #expect(scenario.text(place + "/tls_own") == "from the unit")
        try scenario.scratch.write("secrets/live/large", [UInt8](repeating: 0, count: 1 << 20))
        #expect(try scenario.run().failedErrno == EFBIG)
    }

    @Test("a credential that is missing or too large stops the launch")
    func missingCredential() throws {
        var scenario = try scenario()
        scenario.plan.credentials = [Credential(name: "x", source: .file(scenario.scratch.path + "/missing"))]
        var run = try scenario.run()
        #expect(run.failedStep == .credentials)
        #expect(run.failedErrno == ENOENT)
        #expect(run.end == .exited(243))
        try scenario.scratch.write("missing", [UInt8](repeating: 0, count: (1 << 20) + 1))
        run = try scenario.run()
        #expect(run.failedErrno == EFBIG)
        let pipe = scenario.scratch.path + "/pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        scenario.plan.credentials = [Credential(name: "x", source: .file(pipe))]
        run = try scenario.run()
        #expect(run.failedStep == .credentials)
        #expect(run.failedDetail == pipe + " is a pipe, not a file")
    }

    @Test("cleaning up removes runtime directories and credentials, whatever lies in them, and nothing else")
    func cleanUp() throws {
        var scenario = try scenario(
            .init(kind: .runtime, name: "app/inner", links: ["alias"]),
            .init(kind: .state, name: "app")
        )
        scenario.plan.credentials = [Credential(name: "x", source: .inline([1]))]
        scenario.arguments = ["probe", "echo"]
        _ = try scenario.run()
        try scenario.makeDirectory("outside")
        try scenario.scratch.write("outside/kept", "x")
        let inner = scenario.scratch.path + "/run/app/inner"
        symlink(scenario.scratch.path + "/outside", inner + "/link")
        // Deeper than descriptors are held, and named in no encoding.
        var deep = inner
        for _ in 0..<60 {
            deep += "/d"
            try #require(mkdir(deep, 0o755) == 0)
        }
        close(open(deep + "/file", O_CREAT | O_WRONLY | O_CLOEXEC, 0o644))
        let name = inner.utf8CString.dropLast() + [47, -1, -2, 0]
        try #require(Array(name).withUnsafeBufferPointer { mkdir($0.baseAddress!, 0o755) } == 0)
        scenario.task = .cleanUp
        let run = try scenario.run()
        #expect(run.failure == nil)
        #expect(run.end == .exited(0))
        #expect(scenario.owner("run/app/inner") == nil)
        #expect(scenario.owner("run/alias") == nil)
        #expect(scenario.owner("run/app") != nil)
        #expect(scenario.owner("credentials/test.service") == nil)
        #expect(scenario.owner("state/app") != nil)
        #expect(scenario.text("outside/kept") == "x")
        #expect(try scenario.run().end == .exited(0), "a second time there is nothing to do")
    }

    @Test("RuntimeDirectoryPreserve=yes keeps the directory")
    func preserved() throws {
        var scenario = try scenario(.init(kind: .runtime, name: "app"))
        scenario.plan.files.runtimePreservation = .yes
        _ = try scenario.run()
        scenario.task = .cleanUp
        #expect(try scenario.run().end == .exited(0))
        #expect(scenario.owner("run/app") != nil)
    }
}

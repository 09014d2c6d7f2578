import Glibc
import LaunchProtocol
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@Suite("Root, working directory and program")
struct RootTests {
    private func rootScenario() throws -> Scenario {
        var scenario = try Scenario()
        try scenario.makeDirectory("root")
        try scenario.makeDirectory("root/data")
        let copy = scenario.scratch.path + "/root/probe"
        try #require(link(Scenario.probe, copy) == 0 || copyFile(Scenario.probe, copy))
        scenario.plan.files.rootDirectory = scenario.scratch.path + "/root"
        scenario.path = "/probe"
        return scenario
    }

    private func copyFile(_ from: String, _ to: String) -> Bool {
        let source = open(from, O_RDONLY | O_CLOEXEC)
        let target = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0o755)
        defer {
            close(source)
            close(target)
        }
        var status = stat()
        guard fstat(source, &status) == 0 else { return false }
        return sendfile(target, source, nil, Int(status.st_size)) == Int(status.st_size)
    }

    @Test("a service in an empty root sees that root and nothing of the host")
    func emptyRoot() throws {
        var scenario = try rootScenario()
        scenario.plan.identity.user = .number(64321)
        scenario.plan.files.workingDirectory = .path("/data", isOptional: false)
        scenario.arguments = ["probe", "report", "then", "list", "/"]
        let run = try scenario.run()
        var status = stat()
        stat(scenario.scratch.path + "/root", &status)
        #expect(run.failure == nil)
        #expect(run["cwd"] == "/data")
        #expect(run["root"] == "\(status.st_dev):\(status.st_ino)")
        #expect(run.lines("fd").count == 3)
        #expect(
            Set(run.lines("entry").compactMap { $0.split(separator: " ").last }) == [".", "data", "probe"]
        )
    }

    @Test("a link that a user planted in place of the root, or on the way to it, is not followed")
    func plantedRoot() throws {
        var scenario = try rootScenario()
        try scenario.makeDirectory("own", owner: 64321)
        symlink("/", scenario.scratch.path + "/own/root")
        scenario.path = Scenario.probe
        for path in ["own/root", "own/root/tmp"] {
            scenario.plan.files.rootDirectory = scenario.scratch.path + "/" + path
            let run = try scenario.run()
            #expect(run.failedStep == .root)
            #expect(run.failedErrno == ELOOP)
        }
        // One of root's own is.
        symlink("root", scenario.scratch.path + "/link")
        scenario.path = "/probe"
        scenario.plan.files.rootDirectory = scenario.scratch.path + "/link"
        #expect(try scenario.run().failure == nil)
    }

    @Test("accounts are the host's, not those of the root")
    func hostAccounts() throws {
        var scenario = try rootScenario()
        scenario.plan.identity.user = .name("daemon")
        #expect(try scenario.run()["uid"] == "1 1 1")
    }

    @Test("a root that is missing, or may not be entered, stops the launch")
    func failures() throws {
        var scenario = try rootScenario()
        scenario.restrictions = ["--bounding-set", "-sys_chroot"]
        var run = try scenario.run()
        #expect(run.failedStep == .root)
        #expect(run.failedErrno == EPERM)
        scenario.restrictions = []
        scenario.plan.files.rootDirectory = scenario.scratch.path + "/missing"
        run = try scenario.run()
        #expect(run.failedStep == .root)
        #expect(run.end == .exited(210))
    }

    @Test("the working directory is entered as the user")
    func workingDirectory() throws {
        var scenario = try Scenario()
        scenario.plan.identity.user = .number(64321)
        try scenario.makeDirectory("closed", mode: 0o700)
        scenario.plan.files.workingDirectory = .path(scenario.scratch.path + "/closed", isOptional: true)
        var run = try scenario.run()
        #expect(run.failedStep == .workingDirectory)
        #expect(run.failedErrno == EACCES)
        #expect(run.end == .exited(200))
        scenario.plan.files.workingDirectory = .path(scenario.scratch.path + "/missing", isOptional: true)
        run = try scenario.run()
        #expect(run["cwd"] == "/")
        scenario.plan.files.workingDirectory = .path(scenario.scratch.path + "/missing", isOptional: false)
        #expect(try scenario.run().end == .exited(200))
        scenario.plan.files.workingDirectory = .path(scenario.scratch.path, isOptional: false)
        #expect(try scenario.run()["cwd"] == scenario.scratch.path)
    }

    @Test("'~' is the user's home")
    func home() throws {
        var scenario = try Scenario()
        scenario.plan.files.workingDirectory = .home(isOptional: false)
        #expect(try scenario.run()["cwd"] == "/root")
        scenario.plan.identity.user = .name("daemon")
        #expect(try scenario.run()["cwd"] == "/usr/sbin")
    }

    @Test("a bare name is looked up in the search path, past what cannot be executed")
    func searchPath() throws {
        var scenario = try Scenario()
        try scenario.makeDirectory("bin")
        try scenario.scratch.write("bin/castellan-probe", "not executable")
        scenario.path = "castellan-probe"
        scenario.plan.files.searchPath = [scenario.scratch.path + "/bin", Scenario.binaries]
        let run = try scenario.run()
        #expect(run.end == .exited(0))
        #expect(run.variable("PATH") == scenario.plan.files.searchPath.joined(separator: ":"))
        scenario.plan.files.searchPath = [scenario.scratch.path + "/bin"]
        #expect(try scenario.run().failedErrno == EACCES)
        scenario.path = "no-such-program"
        let missing = try scenario.run()
        #expect(missing.failedStep == .executable)
        #expect(missing.failedErrno == ENOENT)
        #expect(missing.end == .exited(203))
    }

    @Test("each way in which a program cannot be executed is told apart")
    func unexecutable() throws {
        var scenario = try Scenario()
        try scenario.makeDirectory("directory")
        try scenario.scratch.write("plain", "x")
        try scenario.scratch.write("garbage", "\u{1}\u{2}\u{3}\u{4}", mode: 0o755)
        try scenario.scratch.write("script", "#!/no/such/interpreter\n", mode: 0o755)
        let expected: [(String, Int32, LaunchStep)] = [
            ("missing", ENOENT, .executable), ("directory", EISDIR, .executable),
            ("plain", EACCES, .executable),
            ("garbage", ENOEXEC, .execute), ("script", ENOENT, .execute),
        ]
        for (name, errno, step) in expected {
            scenario.path = scenario.scratch.path + "/" + name
            let run = try scenario.run()
            #expect(run.failedErrno == errno, "\(name)")
            #expect(run.failedStep == step, "\(name)")
            #expect(run.end == .exited(203), "\(name)")
        }
        #expect(try scenario.run().failedDetail?.contains("interpreter") == true)
    }

    @Test("a script runs, also under a user and a filter")
    func script() throws {
        var scenario = try Scenario()
        try scenario.scratch.write("script", "#!/bin/sh\necho from a script $0\n", mode: 0o755)
        scenario.path = scenario.scratch.path + "/script"
        scenario.arguments = ["any"]
        scenario.plan.identity.user = .number(64321)
        scenario.plan.filters = [Filters.allowAll]
        #expect(try scenario.run().output == "from a script \(scenario.path)\n")
    }
}

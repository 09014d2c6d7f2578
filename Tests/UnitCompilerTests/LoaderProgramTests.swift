import Glibc
import LinuxSystem
import ServiceModel
import TestSupport
import Testing
import UnitSet

@testable import UnitCompiler

@Suite("The program supervisor-load")
struct LoaderProgramTests {
    private let tree: UnitTree
    private static let program = BuiltProgram.path("supervisor-load")

    init() throws {
        tree = try UnitTree()
    }

    @Test("writes the compiled set to the descriptor it is given")
    func load() throws {
        try tree.file("etc/web.service", "[Service]\nExecStart=/bin/true\nSystemCallFilter=@system-service\n")
        try tree.file("etc/bad.service", "[Service]\nExecStart=/bin/true\nNoNewPrivileges=yse\n")
        try tree.file("etc/worker@.service", "[Service]\nExecStart=/bin/echo %i\n")
        let output = try MemoryFile(name: "set")
        let status = try run(
            ["--unit-path", tree.path + "/etc", "--instance", "worker@7"],
            output: output.descriptor
        )
        #expect(status == 0)
        let size = Int(try output.descriptor.size())
        let bytes = try output.descriptor.read(at: 0, count: size)
        let reader = try UnitSetReader { Array(bytes[$0..<min(bytes.count, $0 + $1)]) }
        let summaries = try reader.summaries()
        #expect(summaries.map(\.name.text) == ["bad.service", "web.service", "worker@7.service"])
        #expect(summaries.map(\.loadState) == [.badSetting, .loaded, .loaded])
    }

    @Test(
        "has no privilege left when it has seen what the files say",
        .enabled(if: OwnProcess.effectiveUser == 0)
    )
    func privilege() throws {
        let status = try factsWhileWriting([])
        #expect(status["Uid"] == "65534 65534 65534 65534")
        #expect(status["Gid"] == "65534 65534 65534 65534")
        #expect(status["Groups"] == "")
        expectNothingHeld(status)
    }

    @Test(
        "drops its capabilities and filters itself where it may not change its user",
        .enabled(if: OwnProcess.effectiveUser == 0)
    )
    func privilegeWithoutUser() throws {
        let status = try factsWhileWriting(["/usr/bin/setpriv", "--bounding-set", "-setuid"])
        #expect(status["Uid"] == "0 0 0 0")
        expectNothingHeld(status)
    }

    private func expectNothingHeld(_ status: [String: String]) {
        for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] { #expect(status[set] == "0000000000000000") }
        #expect(status["NoNewPrivs"] == "1")
        #expect(status["Seccomp"] == "2")
    }

    /// What the kernel says of the program once it has begun to write the set.
    private func factsWhileWriting(_ prefix: [String]) throws -> [String: String] {
        for index in 0..<200 { try tree.file("etc/unit\(index).service") }
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let read = FileDescriptor(owning: ends[0])
        let write = FileDescriptor(owning: ends[1])
        let command = prefix + [Self.program, "--unit-path", tree.path + "/etc"]
        let child = try ProgramSpawner(program: command[0], arguments: command).spawn(passing: write)
        close(write.release())

        // The set does not fit into the pipe, so that the program stands still once it begins to write.
        var waiting = pollfd(fd: read.rawValue, events: Int16(POLLIN), revents: 0)
        try #require(poll(&waiting, 1, 20_000) == 1)
        let status = try facts(of: child)
        while let part = try read.read(upTo: 65536), !part.isEmpty {}
        #expect(try end(of: child) == 0)
        return status
    }

    @Test("fails with a sentence when there is nowhere to write to")
    func noOutput() throws {
        let output = try verify("--unit-path \(tree.path)/etc 3>&-", options: "")
        #expect(output.status == 2)
        #expect(output.text.contains("descriptor 3 is not open"))
    }

    @Test("verifies units and files, and exits by what it found")
    func verify() throws {
        try tree.file("etc/good.service")
        try tree.file("etc/bad.service", "[Service]\nExecStart=/bin/true\nNoNewPrivileges=yse\n")
        let place = "\(tree.path)/etc/bad.service:3:17: error: "

        let all = try verify("--unit-path \(tree.path)/etc")
        #expect(all.status == 1)
        #expect(all.text.hasPrefix(place))
        let good = try verify("--unit-path \(tree.path)/etc good")
        #expect(good.status == 0)
        #expect(good.text == "")
        let file = try verify("\(tree.path)/etc/bad.service")
        #expect(file.status == 1)
        #expect(file.text.hasPrefix(place))
        let missing = try verify("--unit-path \(tree.path)/etc nothing")
        #expect(missing.status == 1)
        #expect(missing.text == "error: there is no unit 'nothing.service'\n")
        let usage = try verify("--frobnicate")
        #expect(usage.status == 2)
    }

    @Test("verifies for any user, who need not be root to check what root will run")
    func verifyAsUser() throws {
        try tree.file("etc/web.service", "[Service]\nExecStart=/bin/true\nUser=web\n")
        // As `su` and `setpriv` leave it: a home that is somebody else's, and closed.
        try tree.directory("home", mode: 0o700)
        for operand in ["--unit-path \(tree.path)/etc", "\(tree.path)/etc/web.service"] {
            let output = try verify(
                operand,
                prefix: "env -u XDG_CONFIG_HOME HOME=\(tree.path)/home setpriv --reuid 65534 --clear-groups"
            )
            #expect(output.status == 0)
            #expect(output.text == "")
        }
    }

    @Test(
        "needs no /proc, no environment and no file of the host",
        .enabled(if: OwnProcess.effectiveUser == 0)
    )
    func nakedHost() throws {
        try tree.file("etc/web.service")
        let script =
            "exec env -i unshare --mount sh -c 'mount -t tmpfs none /proc && exec \(Self.program) --verify --unit-path \(tree.path)/etc'"
        let output = try shell(script)
        #expect(output.status == 0)
        #expect(output.text == "")
    }

    // MARK: Running it

    private func verify(
        _ arguments: String,
        options: String = "--verify",
        prefix: String = ""
    ) throws -> (status: Int32, text: String) {
        try shell("exec \(prefix) \(Self.program) \(options) \(arguments)")
    }

    /// What a shell command says on both its outputs, and how it ends.
    private func shell(_ script: String) throws -> (status: Int32, text: String) {
        let file = tree.path + "/output"
        let spawner = ProgramSpawner(
            program: "/bin/sh",
            arguments: ["sh", "-c", "exec >\(file) 2>&1; " + script],
            environment: ["PATH=/usr/bin:/bin:/usr/sbin:/sbin"]
        )
        let child = try spawner.spawn(passing: FileDescriptor.nowhere())
        let status = try end(of: child)
        return (status, String(decoding: try StateFile.contents(file), as: UTF8.self))
    }

    private func run(_ arguments: [String], output: borrowing FileDescriptor) throws -> Int32 {
        try end(of: try spawn(arguments, output: output))
    }

    private func spawn(_ arguments: [String], output: borrowing FileDescriptor) throws -> Int32 {
        let spawner = ProgramSpawner(program: Self.program, arguments: ["supervisor-load"] + arguments)
        return try spawner.spawn(passing: output)
    }

    /// The exit status; 128 and more for a signal.
    private func end(of child: Int32) throws -> Int32 {
        var status: Int32 = 0
        try #require(waitpid(child, &status, 0) == child)
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }

    private func facts(of child: Int32) throws -> [String: String] {
        let text = String(decoding: try StateFile.contents("/proc/\(child)/status"), as: UTF8.self)
        var facts: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let words = parts.count > 1 ? parts[1].split { $0 == " " || $0 == "\t" } : []
            facts[String(parts[0])] = words.joined(separator: " ")
        }
        return facts
    }
}

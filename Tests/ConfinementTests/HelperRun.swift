import Glibc
import LaunchProtocol
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

/// One launch by the real helper of the real probe, as root: what the helper reported, how it ended, and what the
/// program that it became found out about itself.
struct HelperRun {
    enum End: Equatable {
        case exited(Int32)
        case signaled(Int32)
    }

    var identity: LaunchReport?
    var failure: LaunchReport?
    var end = End.exited(-1)
    var output = ""

    /// The text after the first word of the line that begins with `fact`.
    subscript(fact: String) -> String? {
        lines(fact).first
    }

    func lines(_ fact: String) -> [String] {
        output.split(separator: "\n").filter { $0.hasPrefix(fact + " ") || $0 == fact }.map {
            String($0.dropFirst(fact.count).drop { $0 == " " })
        }
    }

    func variable(_ name: String) -> String? {
        lines("env").first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    var failedStep: LaunchStep? {
        if case .failure(let step, _, _) = failure { step } else { nil }
    }

    var failedErrno: Int32? {
        if case .failure(_, let errno, _) = failure { errno } else { nil }
    }

    var failedDetail: String? {
        if case .failure(_, _, let detail) = failure { detail } else { nil }
    }
}

/// What to launch, and how the helper itself is started.
struct Scenario {
    static let binaries = SelfPath.directory
    static let helper = BuiltProgram.path("supervisor-exec")
    static let probe = binaries + "/castellan-probe"

    let scratch: ScratchFolder
    var plan = LaunchPlan()
    var context = LaunchContext()
    var path = Scenario.probe
    var arguments = ["probe", "report"]
    var privilege = ExecCommand.Privilege.confined
    var task: LaunchJob.Task?
    /// Arguments of `setpriv(1)` under which the helper is started.
    var restrictions: [String] = []
    /// How the helper that gets the job comes to be.
    var origin = Origin.spawned

    enum Origin {
        /// Executed with the job waiting for it.
        case spawned
        /// Executed, and given the job once it waits for it.
        case waiting
        /// Forked by one that waits, as the supervisor has it done.
        case forked
    }

    init() throws {
        try #require(getuid() == 0, "these tests change users")
        scratch = try ScratchFolder()
        chmod(scratch.path, 0o755)
        plan.streams.output = .truncate(scratch.path + "/output")
        plan.properties.keyring = .inherit
        context.unit = "test.service"
        context.directoryBases = ["run", "state", "cache", "logs", "configuration"].map {
            scratch.path + "/" + $0
        }
        context.credentialsDirectory = scratch.path + "/credentials/test.service"
    }

    var job: LaunchJob {
        let command = ExecCommand(path: path, arguments: arguments, privilege: privilege)
        return LaunchJob(context: context, plan: plan, task: task ?? .execute(command))
    }

    func run() throws -> HelperRun {
        try run { socket in try MessageSocket.send(job.encoded(), on: socket) }
    }

    /// Starts a helper, lets `converse` send it something, and waits for its end.
    func run(_ converse: (borrowing FileDescriptor) throws -> Void) throws -> HelperRun {
        var pid: Int32 = 0
        let pair = try MessageSocket.pair()
        let socket = try pair.keepOurs { theirs in
            pid = try origin == .forked ? fork(with: theirs) : spawn(with: theirs)
        }
        if origin == .waiting { try waitUntilAsleep(pid) }
        try converse(socket)
        var run = HelperRun()
        try listen(on: socket, &run)
        var status: Int32 = 0
        try #require(waitpid(pid, &status, 0) == pid)
        run.end = status & 0x7f == 0 ? .exited((status >> 8) & 0xff) : .signaled(status & 0x7f)
        run.output = text("output")
        return run
    }

    private func spawn(with socket: borrowing FileDescriptor) throws -> Int32 {
        let program = restrictions.isEmpty ? Scenario.helper : "/usr/bin/setpriv"
        let arguments =
            restrictions.isEmpty ? ["supervisor-exec"] : ["setpriv"] + restrictions + [Scenario.helper]
        return try ProgramSpawner(program: program, arguments: arguments).spawn(passing: socket)
    }

    private func fork(with socket: borrowing FileDescriptor) throws -> Int32 {
        var server: Int32 = 0
        let pair = try MessageSocket.pair()
        let ours = try pair.keepOurs { theirs in server = try spawn(with: theirs) }
        try MessageSocket.send(ForkRequest.encoded(), attaching: socket, on: ours)
        try #require(try MessageSocket.wait(on: ours, milliseconds: 20_000), "no answer")
        guard case .message(let bytes) = try MessageSocket.receive(on: ours, capacity: 64),
            case .began(let pid) = try ForkReply(decoding: bytes)
        else {
            Issue.record("the helper forks nothing")
            return -1
        }
        // It ends once its socket is closed.
        try #require(shutdown(ours.rawValue, Int32(SHUT_RDWR)) == 0)
        var status: Int32 = -1
        #expect(waitpid(server, &status, 0) == server && status == 0)
        return pid
    }

    /// A helper sleeps only where it waits for its job.
    private func waitUntilAsleep(_ pid: Int32) throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let status = String(decoding: try StateFile.contents("/proc/\(pid)/status"), as: UTF8.self)
            if status.contains("Name:\tsupervisor-exec"), status.contains("State:\tS") { return }
            try #require(ContinuousClock.now < deadline, "the helper does not wait for a job")
            sched_yield()
        }
    }

    private func listen(on socket: borrowing FileDescriptor, _ run: inout HelperRun) throws {
        var waiting = pollfd(fd: socket.rawValue, events: Int16(POLLIN), revents: 0)
        while true {
            try #require(poll(&waiting, 1, 20_000) == 1, "the helper neither reports nor ends")
            switch try MessageSocket.receive(on: socket, capacity: 65536) {
            case .nothingYet: continue
            case .end: return
            case .message(let bytes):
                let report = try LaunchReport(decoding: bytes)
                switch report {
                case .identity: run.identity = report
                case .failure: run.failure = report
                }
            }
        }
    }

    /// A file below the scratch folder; empty when there is none.
    func text(_ name: String) -> String {
        guard let file = fopen(scratch.path + "/" + name, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&part, 1, part.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += part.prefix(count)
        }
    }

    /// Mode and owner as `040755 0 0`, of the entry itself; nil when there is none.
    func owner(_ name: String) -> String? {
        var status = stat()
        guard lstat(scratch.path + "/" + name, &status) == 0 else { return nil }
        let mode = String(status.st_mode, radix: 8)
        return "\(mode) \(status.st_uid) \(status.st_gid)"
    }

    func makeDirectory(_ name: String, mode: mode_t = 0o755, owner: uid_t = 0) throws {
        try #require(mkdir(scratch.path + "/" + name, 0o700) == 0)
        try #require(chmod(scratch.path + "/" + name, mode) == 0)
        try #require(chown(scratch.path + "/" + name, owner, owner) == 0)
    }
}

enum SelfPath {
    /// Where the test program and everything else this package builds lies.
    static var directory: String {
        var path = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &path, path.count)
        let text = String(decoding: path.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(text[..<(text.lastIndex(of: "/") ?? text.startIndex)])
    }
}

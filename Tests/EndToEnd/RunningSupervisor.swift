import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Wire

/// A real supervisord on a scratch root, ended with the last reference to it.
final class RunningSupervisor {
    let root: ScratchFolder
    let pid: pid_t
    private var hasEnded = false

    var control: String { root.path + "/run/castellan/control" }

    static func program(_ name: String) -> String { BuiltProgram.path(name) }

    static let probe = BuiltProgram.path("castellan-probe")

    /// `prepare` fills the root before the supervisor starts. It runs in a mount namespace of its own in which each
    /// path of `shadowing` is a file or folder of the root instead; without any, in the tests' own. `wrapper` is a
    /// command that ends by executing its arguments.
    init(
        _ units: [String: String],
        settings: String? = nil,
        shadowing: [String: String] = [:],
        under wrapper: [String] = [],
        daemon: String = RunningSupervisor.program("supervisord"),
        prepare: (ScratchFolder) throws -> Void = { _ in }
    ) throws {
        root = try ScratchFolder()
        chmod(root.path, 0o755)
        for folder in ["etc", "etc/castellan", "etc/castellan/units"] {
            mkdir(root.path + "/" + folder, 0o755)
        }
        for (name, text) in units { try root.write("etc/castellan/units/" + name, text) }
        if let settings { try root.write("etc/castellan/supervisord.conf", settings) }
        try prepare(root)
        let words = RunningSupervisor.shadow(shadowing, root.path) + wrapper + [daemon, "--root", root.path]
        pid = try RunningSupervisor.spawn(words, log: root.path + "/log")
        try wait("the control socket") { (try? self.ask(.version)) != nil }
    }

    /// Another one on the root of one that has ended.
    init(at root: ScratchFolder, daemon: String = RunningSupervisor.program("supervisord")) throws {
        self.root = root
        pid = try RunningSupervisor.spawn([daemon, "--root", root.path], log: root.path + "/log")
        try wait("the control socket") { (try? self.ask(.version)) != nil }
    }

    deinit {
        if !hasEnded { _ = stop() }
    }

    private static func shadow(_ shadowing: [String: String], _ root: String) -> [String] {
        if shadowing.isEmpty { return [] }
        let mounts = shadowing.map { "mount --bind '\(root)/\($0.value)' '\($0.key)'" }
        let script = mounts.joined(separator: " && ") + " && exec \"$@\""
        return ["/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", script, "sh"]
    }

    static func spawn(_ words: [String], log: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in arguments { free(pointer) } }
        var pid: pid_t = 0
        guard posix_spawn(&pid, words[0], &actions, nil, &arguments, environ) == 0 else {
            throw ControlConnection.Failure(message: "cannot spawn \(words[0])")
        }
        return pid
    }

    /// Ends the daemon in order; its exit status, or nil when it had to be killed.
    func stop() -> Int32? {
        kill(pid, SIGTERM)
        return waitForEnd()
    }

    /// Waits until the daemon ends by itself; its exit status, or nil when it had to be killed.
    func waitForEnd() -> Int32? {
        hasEnded = true
        let deadline = RunningSupervisor.now() + 60
        var status: Int32 = 0
        while RunningSupervisor.now() < deadline {
            if waitpid(pid, &status, WNOHANG) == pid { return status }
            usleep(5_000)
        }
        kill(pid, SIGKILL)
        waitpid(pid, &status, 0)
        return nil
    }

    var log: String { (try? Files.text(root.path + "/log")) ?? "" }

    // MARK: asking

    func ask(_ request: Request) throws -> JSONValue { try ControlConnection(control).ask(request) }

    func list() throws -> [UnitSummary] { try UnitList(try ask(.listUnits(patterns: [], all: true))).units }

    func status(_ unit: String) throws -> UnitStatus { try UnitReply(try ask(.getUnit(name: unit))).unit }

    func start(_ unit: String) throws -> UnitResult {
        try first(try UnitResults(try ask(.start(UnitCommand(units: [unit])))).results.first)
    }

    func stop(_ unit: String) throws -> UnitResult {
        try first(try UnitResults(try ask(.stop(UnitCommand(units: [unit])))).results.first)
    }

    private func first(_ result: UnitResult?) throws -> UnitResult {
        guard let result else { throw ControlConnection.Failure(message: "an answer without a result") }
        return result
    }

    func history(_ unit: String) throws -> [ExitRecord] {
        try ExitHistory(try ask(.history(HistoryQuery(unit: unit)))).records
    }

    // MARK: waiting

    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Looks until the condition holds, at most 20 seconds.
    func wait(_ what: String, until condition: () throws -> Bool) throws {
        let deadline = RunningSupervisor.now() + 20
        while RunningSupervisor.now() < deadline {
            if try condition() { return }
            usleep(5_000)
        }
        throw ControlConnection.Failure(message: "waited 20 s for \(what); log:\n\(log)")
    }

    /// The pid of the unit's main process, once it runs.
    func runningPid(_ unit: String, otherThan old: Int32? = nil) throws -> Int32 {
        var found: Int32 = 0
        try wait("\(unit) to run") {
            let summary = try self.status(unit).summary
            guard summary.state == .running, let pid = summary.pid, pid != old else { return false }
            found = pid
            // The kernel gives a program its name before it gives it its environment.
            return try Files.text("/proc/\(pid)/comm") != "supervisor-exec\n"
                && !Files.bytes("/proc/\(pid)/environ").isEmpty
        }
        return found
    }
}

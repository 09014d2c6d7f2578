import LaunchProtocol
import LinuxSystem

/// Helpers that are executed and wait for a job, each good for one. They take the helper's own start off
/// the way from a crash to its replacement.
final class HelperPool {
    final class Helper {
        let pid: Int32
        let socket: FileDescriptor

        init(pid: Int32, socket: consuming FileDescriptor) {
            self.pid = pid
            self.socket = socket
        }
    }

    private let spawner: ProgramSpawner
    private var waiting: [Helper] = []
    private var canSpawnIntoGroups = true
    /// How many should wait.
    var size = 0
    /// Whether launches are made into cgroups: then one that waits outside has nothing to offer.
    var launchesIntoGroups = false

    init(program: String) {
        // The helper takes no policy from its arguments or its environment: it gets none.
        spawner = ProgramSpawner(program: program, arguments: ["supervisor-exec"])
    }

    /// A helper that has the job: born in the cgroup where that can be, else a waiting one or a new one, which
    /// enters the cgroup itself. `job` is told which.
    func take(for group: String?, _ job: (_ isInGroup: Bool) -> [UInt8]) throws(SystemError) -> Helper {
        if let group, let helper = try spawn(into: group, job) { return helper }
        guard !waiting.isEmpty else { return try spawn(job(false)) }
        let helper = waiting.removeFirst()
        try HelperPool.send(job(false), on: helper.socket)
        return helper
    }

    /// A helper with a job that it prepares and then waits with; nil where it cannot begin in that place.
    func standby(in place: StandbyPlace, _ job: [UInt8]) throws(SystemError) -> Helper? {
        switch place {
        case .anywhere: try spawn(job)
        case .controlGroup(let group): try spawn(into: group) { _ in job }
        }
    }

    /// Lets one go that stood by.
    static func release(_ helper: Helper) throws(SystemError) {
        try MessageSocket.send([1], on: helper.socket)
    }

    var isFull: Bool { waiting.count >= size }

    /// Adds one waiting helper. A refusal is no harm: the next launch spawns its own.
    func refill() -> Bool {
        guard !isFull, !(launchesIntoGroups && canSpawnIntoGroups) else { return false }
        do {
            waiting.append(try spawn())
            return !isFull
        } catch {
            return false
        }
    }

    /// A waiting helper ended. Returns whether the pid was one.
    func ended(_ pid: Int32) -> Bool {
        guard let index = waiting.firstIndex(where: { $0.pid == pid }) else { return false }
        waiting.remove(at: index)
        return true
    }

    /// Closing its socket ends a helper that has no job.
    func drain() {
        size = 0
        waiting.removeAll()
    }

    /// Nil where the kernel, or the filter that this container runs under, knows no way to do it.
    private func spawn(into group: String, _ job: (_ isInGroup: Bool) -> [UInt8]) throws(SystemError)
        -> Helper?
    {
        guard canSpawnIntoGroups else { return nil }
        do {
            let directory = try FileDescriptor.open(group, [.path, .directory])
            return try spawn(job(true)) { (theirs) throws(SystemError) in
                try spawner.spawn(passing: theirs, into: directory)
            }
        } catch {
            if Errno.isShortage(error.errno) || error.call == "execve" { throw error }
            canSpawnIntoGroups = error.errno == Errno.noEntry
            return nil
        }
    }

    private func spawn(_ job: [UInt8]? = nil) throws(SystemError) -> Helper {
        try spawn(job) { (theirs) throws(SystemError) in try spawner.spawn(passing: theirs) }
    }

    /// The job is there before the helper is, so that it never has to wait for it.
    private func spawn(
        _ job: [UInt8]?,
        _ body: (borrowing FileDescriptor) throws(SystemError) -> Int32
    ) throws(SystemError) -> Helper {
        let pair = try MessageSocket.pair()
        if let job { try HelperPool.send(job, on: pair.ours) }
        var pid: Int32 = 0
        let socket = try pair.keepOurs { (theirs) throws(SystemError) in
            pid = try body(theirs)
        }
        return Helper(pid: pid, socket: socket)
    }

    private static func send(_ job: [UInt8], on socket: borrowing FileDescriptor) throws(SystemError) {
        if job.count <= LaunchJob.inlineLimit {
            try MessageSocket.send(job, on: socket)
        } else {
            let file = try MemoryFile(name: "job")
            try file.fill(job)
            try MessageSocket.send([], attaching: file.descriptor, on: socket)
        }
    }
}

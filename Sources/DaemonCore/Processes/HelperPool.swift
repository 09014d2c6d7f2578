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

    /// A helper to launch from: born in the cgroup where that can be, else a waiting one or a new one, which enters
    /// the cgroup itself.
    func take(for group: String?) throws(SystemError) -> (helper: Helper, isInGroup: Bool) {
        if let group, let helper = try spawn(into: group) { return (helper, true) }
        if !waiting.isEmpty { return (waiting.removeFirst(), false) }
        return (try spawn(), false)
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
    private func spawn(into group: String) throws(SystemError) -> Helper? {
        guard canSpawnIntoGroups else { return nil }
        do {
            let directory = try FileDescriptor.open(group, [.path, .directory])
            return try spawn { (theirs) throws(SystemError) in
                try spawner.spawn(passing: theirs, into: directory)
            }
        } catch {
            if Errno.isShortage(error.errno) { throw error }
            canSpawnIntoGroups = error.errno == Errno.noEntry
            return nil
        }
    }

    private func spawn() throws(SystemError) -> Helper {
        try spawn { (theirs) throws(SystemError) in try spawner.spawn(passing: theirs) }
    }

    private func spawn(
        _ body: (borrowing FileDescriptor) throws(SystemError) -> Int32
    ) throws(SystemError) -> Helper {
        let pair = try MessageSocket.pair()
        var pid: Int32 = 0
        let socket = try pair.keepOurs { (theirs) throws(SystemError) in
            pid = try body(theirs)
        }
        return Helper(pid: pid, socket: socket)
    }
}

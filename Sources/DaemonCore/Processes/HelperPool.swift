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
    /// How many should wait.
    var size = 0

    init(program: String) {
        // The helper takes no policy from its arguments or its environment: it gets none.
        spawner = ProgramSpawner(program: program, arguments: ["supervisor-exec"])
    }

    /// A waiting helper, or a new one.
    func take() throws(SystemError) -> Helper {
        if !waiting.isEmpty { return waiting.removeFirst() }
        return try spawn()
    }

    var isFull: Bool { waiting.count >= size }

    /// Adds one waiting helper. A refusal is no harm: the next launch spawns its own.
    func refill() -> Bool {
        guard !isFull else { return false }
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

    private func spawn() throws(SystemError) -> Helper {
        let pair = try MessageSocket.pair()
        var pid: Int32 = 0
        let socket = try pair.keepOurs { (theirs) throws(SystemError) in
            pid = try spawner.spawn(passing: theirs)
        }
        return Helper(pid: pid, socket: socket)
    }
}

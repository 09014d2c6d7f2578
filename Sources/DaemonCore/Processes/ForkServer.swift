import LaunchProtocol
import LinuxSystem

/// A process of `supervisor-exec`, ours to reap, and our end of its socket.
final class Helper {
    let pid: Int32
    let socket: FileDescriptor

    init(pid: Int32, socket: consuming FileDescriptor) {
        self.pid = pid
        self.socket = socket
    }

    func give(_ job: [UInt8]) throws(SystemError) {
        if job.count <= LaunchJob.inlineLimit {
            try MessageSocket.send(job, on: socket)
        } else {
            let file = try MemoryFile(name: "job")
            try file.fill(job)
            try MessageSocket.send([], attaching: file.descriptor, on: socket)
        }
    }

    /// Lets one go that has prepared its job and stands by.
    func release() throws(SystemError) {
        try MessageSocket.send([1], on: socket)
    }

    func kill() throws(SystemError) {
        try ProcessControl.signal(child: pid, 9)
    }
}

/// The helper that begins all others. It is executed once and then copied for each launch, so that a launch costs
/// one exec, and it may take as long as the kernel likes: a process born in a cgroup that is frozen, or has used up
/// its share of the processor, holds up nobody else.
final class ForkServer {
    /// What the daemon waits for a copy; it takes some 100 microseconds.
    private static let patience: Int32 = 2000

    private let spawner: ProgramSpawner
    private var server: Helper?
    private var canForkIntoGroups = true

    init(program: String) {
        // The helper takes no policy from its arguments or its environment: it gets none.
        spawner = ProgramSpawner(program: program, arguments: ["supervisor-exec"])
    }

    /// A new helper with its job: born in the cgroup where that can be, else it enters the cgroup itself; `job` is
    /// told which.
    func launch(in group: String?, _ job: (_ isInGroup: Bool) -> [UInt8]) throws(SystemError) -> Helper {
        if let group, let helper = try born(in: group) { return try ForkServer.give(job(true), to: helper) }
        return try ForkServer.give(job(false), to: fork(into: nil))
    }

    /// A helper with a job that it prepares and then waits with; nil where it cannot begin in that place.
    func standby(in place: StandbyPlace, _ job: [UInt8]) throws(SystemError) -> Helper? {
        switch place {
        case .anywhere: return try ForkServer.give(job, to: fork(into: nil))
        case .controlGroup(let group):
            guard let helper = try born(in: group) else { return nil }
            return try ForkServer.give(job, to: helper)
        }
    }

    /// A helper gets its job once its pid is known: one that nobody knows of must not become a service.
    private static func give(_ job: [UInt8], to helper: Helper) throws(SystemError) -> Helper {
        do {
            try helper.give(job)
            return helper
        } catch {
            try helper.kill()
            throw error
        }
    }

    /// Begun ahead of the first launch. A refusal is no harm: the launch begins it.
    func prepare() {
        do {
            _ = try running()
        } catch {
            server = nil
        }
    }

    /// A child ended. Returns whether it was the server.
    func ended(_ pid: Int32) -> Bool {
        guard server?.pid == pid else { return false }
        server = nil
        return true
    }

    /// Closing its socket ends it.
    func end() {
        server = nil
    }

    // MARK: copies

    /// Nil where the kernel, or the filter that this container runs under, knows no way to do it, or this cgroup
    /// takes no process so.
    private func born(in group: String) throws(SystemError) -> Helper? {
        guard canForkIntoGroups else { return nil }
        do {
            return try fork(into: group)
        } catch {
            if Errno.isShortage(error.errno) { throw error }
            switch error.errno {
            case Errno.noSystemCall, Errno.notPermitted, Errno.invalid: canForkIntoGroups = false
            default: break
            }
            return nil
        }
    }

    /// One more attempt where the server turns out to be gone.
    private func fork(into group: String?) throws(SystemError) -> Helper {
        if let helper = try ask(running(), group) { return helper }
        if let helper = try ask(running(), group) { return helper }
        throw SystemError(call: "clone", errno: Errno.wouldBlock)
    }

    private func running() throws(SystemError) -> Helper {
        if let server { return server }
        let pair = try MessageSocket.pair()
        var pid: Int32 = 0
        let socket = try pair.keepOurs { (theirs) throws(SystemError) in
            pid = try spawner.spawn(passing: theirs)
        }
        let new = Helper(pid: pid, socket: socket)
        server = new
        return new
    }

    /// Nil when the server is gone.
    private func ask(_ server: Helper, _ group: String?) throws(SystemError) -> Helper? {
        let pair = try MessageSocket.pair()
        var reply: ForkReply?
        let socket = try pair.keepOurs { (theirs) throws(SystemError) in
            do throws(SystemError) {
                try ForkServer.request(theirs, group, from: server)
            } catch {
                guard error.errno == Errno.brokenPipe || error.errno == Errno.connectionReset else {
                    throw error
                }
                return
            }
            do throws(SystemError) {
                reply = try ForkServer.reply(of: server)
            } catch {
                // An answer left unread would be taken for that to the next request.
                reply = nil
            }
        }
        switch reply {
        case .began(let pid): return Helper(pid: pid, socket: socket)
        case .failed(let errno): throw SystemError(call: group == nil ? "clone" : "clone3", errno: errno)
        case nil:
            discard(server)
            return nil
        }
    }

    private static func request(
        _ socket: borrowing FileDescriptor,
        _ group: String?,
        from server: Helper
    ) throws(SystemError) {
        let request = ForkRequest.encoded()
        guard let group else {
            return try MessageSocket.send(request, attaching: socket, on: server.socket)
        }
        let directory = try FileDescriptor.open(group, [.path, .directory])
        try MessageSocket.send(request, attaching: socket, directory, on: server.socket)
    }

    /// Nil when there is none, or none that can be understood.
    private static func reply(of server: Helper) throws(SystemError) -> ForkReply? {
        guard try MessageSocket.wait(on: server.socket, milliseconds: patience) else { return nil }
        switch try MessageSocket.receive(on: server.socket, capacity: 4096) {
        case .nothingYet, .end: return nil
        case .message(let bytes):
            do {
                return try ForkReply(decoding: bytes)
            } catch {
                return nil
            }
        }
    }

    /// What it may still copy gets no job.
    private func discard(_ server: Helper) {
        self.server = nil
        do {
            try server.kill()
        } catch {
            // It has ended already; reaping finds it.
        }
    }
}

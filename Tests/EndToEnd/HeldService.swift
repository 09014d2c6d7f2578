import Glibc

/// A service stopped between its exec and its first instruction, until it is let go: what the supervisor gave it,
/// before it changes anything itself.
final class HeldService {
    private let witness: pid_t
    private let descriptor: Int32

    /// Waits for the program's exec, the `time`-th of that program, below the supervisor.
    init(below supervisor: RunningSupervisor, program: String, time: Int = 1) throws {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0, &ends) == 0 else {
            throw ControlConnection.Failure(message: "socketpair")
        }
        descriptor = ends[0]
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let words = [
            RunningSupervisor.probe, "hold-exec", String(supervisor.pid), try Files.realPath(program),
            String(time),
        ]
        witness = try HeldService.spawn(words, ends[1])
        guard try line() == "ready" else { throw ControlConnection.Failure(message: "cannot trace") }
    }

    deinit { release() }

    private static func spawn(_ words: [String], _ end: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            close(end)
        }
        for standard in 0...1 { posix_spawn_file_actions_adddup2(&actions, end, Int32(standard)) }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in arguments { free(pointer) } }
        var pid: pid_t = 0
        guard posix_spawn(&pid, words[0], &actions, nil, &arguments, environ) == 0 else {
            throw ControlConnection.Failure(message: "cannot spawn \(words[0])")
        }
        return pid
    }

    private func line() throws -> String {
        var text = ""
        var byte: UInt8 = 0
        while true {
            guard read(descriptor, &byte, 1) == 1 else {
                throw ControlConnection.Failure(message: "no exec within 20 s")
            }
            if byte == UInt8(ascii: "\n") { return text }
            text.unicodeScalars.append(Unicode.Scalar(byte))
        }
    }

    /// The pid of the stopped service, once it is there.
    func pid() throws -> Int32 {
        guard let pid = Int32(try line()) else { throw ControlConnection.Failure(message: "not a pid") }
        return pid
    }

    private var isReleased = false

    /// Lets the service, and everything else below the supervisor, go on.
    func release() {
        guard !isReleased else { return }
        isReleased = true
        close(descriptor)
        var status: Int32 = 0
        waitpid(witness, &status, 0)
    }
}

import Glibc

/// A program run by a benchmark, with nothing in its environment.
struct Process {
    let pid: pid_t

    /// A child of ours that somebody else began.
    init(pid: pid_t) {
        self.pid = pid
    }

    enum Output {
        case inherited
        case nowhere
        case file(String)
        case descriptor(Int32)
    }

    init(_ words: [String], output: Output = .nowhere, passing descriptor: Int32? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        switch output {
        case .inherited: break
        case .nowhere: posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        case .file(let path):
            posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        case .descriptor(let number): posix_spawn_file_actions_adddup2(&actions, number, 1)
        }
        if let descriptor { posix_spawn_file_actions_adddup2(&actions, descriptor, 3) }
        pid = try Process.spawn(words, &actions)
    }

    /// Without any file action: descriptors that are not close-on-exec stay.
    init(bare words: [String]) throws {
        pid = try Process.spawn(words, nil)
    }

    private static func spawn(
        _ words: [String],
        _ actions: UnsafePointer<posix_spawn_file_actions_t>?
    ) throws -> pid_t {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in arguments { free(pointer) } }
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var pid: pid_t = 0
        let failed = posix_spawn(&pid, words[0], actions, nil, &arguments, &environment)
        guard failed == 0 else {
            throw BenchmarkFailure("cannot spawn \(words[0]): \(String(cString: strerror(failed)))")
        }
        return pid
    }

    /// Waits for its end; the exit status, or 128 and the signal.
    @discardableResult
    func end(with signal: Int32? = nil) -> Int32 {
        if let signal { kill(pid, signal) }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// What a program prints, and its exit status.
    static func output(of words: [String]) throws -> (text: String, status: Int32) {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0, &ends) == 0 else {
            throw BenchmarkFailure("socketpair")
        }
        let process = try Process(words, output: .descriptor(ends[1]))
        close(ends[1])
        defer { close(ends[0]) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = read(ends[0], &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
        return (String(decoding: bytes, as: UTF8.self), process.end())
    }
}

/// The whole of a file, empty where there is none.
func text(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = read(file, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
}

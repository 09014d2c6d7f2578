import Glibc
import LinuxSystem

/// Another program, run to its end.
package enum Command {
    package struct Outcome {
        /// The exit code, or 128 and the signal.
        package let status: Int32
        /// What it wrote to its standard output and its standard error.
        package let output: String
    }

    package static func run(
        _ path: String,
        _ arguments: [String],
        environment: [String]? = nil
    ) throws -> Outcome {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0, &ends) == 0 else {
            throw SystemError(call: "socketpair", errno: errno)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = (environment ?? []).map { strdup($0) } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var pid: pid_t = 0
        let failed =
            environment == nil
            ? posix_spawn(&pid, path, &actions, nil, &words, environ)
            : posix_spawn(&pid, path, &actions, nil, &words, &variables)
        close(ends[1])
        defer { close(ends[0]) }
        guard failed == 0 else { throw SystemError(call: "posix_spawn", errno: failed) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = read(ends[0], &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        let signal = status & 0x7F
        return Outcome(
            status: signal == 0 ? status >> 8 & 0xFF : 128 + signal,
            output: String(decoding: bytes, as: UTF8.self)
        )
    }
}

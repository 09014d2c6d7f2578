import Glibc
import LaunchProtocol

/// A helper that waits and is copied for each launch, as the supervisor has one.
final class ForkServer {
    private let process: Process
    private let pair: SocketPair

    init(_ program: String) throws {
        pair = try SocketPair()
        process = try Process([program], output: .inherited, passing: pair.theirs)
    }

    deinit {
        process.end(with: SIGKILL)
    }

    /// A copy, and our end of its socket.
    final class Copy {
        let process: Process
        private let pair: SocketPair

        init(pid: pid_t, _ pair: SocketPair) {
            process = Process(pid: pid)
            self.pair = pair
        }

        func send(_ bytes: [UInt8]) throws {
            try pair.send(bytes)
        }

        /// A job whose service has `output` for its standard output.
        func send(_ job: [UInt8], output: Int32) throws {
            try pair.send(job, attaching: [output, output, output])
        }
    }

    func fork() throws -> Copy {
        let new = try SocketPair()
        try pair.send(ForkRequest.encoded(), attaching: [new.theirs])
        new.closeTheirs()
        guard case .began(let pid) = try ForkReply(decoding: try pair.receive()) else {
            throw BenchmarkFailure("the helper forks nothing")
        }
        return Copy(pid: pid, new)
    }
}

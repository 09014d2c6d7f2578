import Glibc

/// A sequenced-packet pair, both ends close-on-exec and closed with the pair.
final class SocketPair {
    let ours: Int32
    private(set) var theirs: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue) | O_CLOEXEC, 0, &ends) == 0 else {
            throw BenchmarkFailure("socketpair")
        }
        (ours, theirs) = (ends[0], ends[1])
    }

    deinit {
        closeTheirs()
        close(ours)
    }

    func closeTheirs() {
        if theirs >= 0 { close(theirs) }
        theirs = -1
    }

    func send(_ bytes: [UInt8]) throws {
        guard Glibc.send(ours, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw BenchmarkFailure("send")
        }
    }

    /// Reads until every copy of the other end is closed. Returns the last message.
    func waitForEnd() -> [UInt8] {
        closeTheirs()
        var last: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = recv(ours, &buffer, buffer.count, 0), count > 0 {
            last = Array(buffer.prefix(count))
        }
        return last
    }
}

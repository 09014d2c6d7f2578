import CLinux
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

    func send(_ bytes: [UInt8], attaching descriptors: [Int32]) throws {
        let sent = unsafe cl_send_message(ours, bytes, bytes.count, descriptors, descriptors.count)
        guard sent == bytes.count else { throw BenchmarkFailure("sendmsg") }
    }

    func receive() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(ours, &buffer, buffer.count, 0)
        guard count > 0 else { throw BenchmarkFailure("recv") }
        return Array(buffer.prefix(count))
    }
}

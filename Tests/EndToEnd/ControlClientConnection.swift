import ControlProtocol
import Glibc
import Wire

/// A plain blocking client of the control socket, with a deadline on every answer.
final class ControlConnection {
    struct Failure: Error {
        let message: String
    }

    let descriptor: Int32

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw Failure(message: "connect \(path): \(errno)")
        }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) throws {
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failure(message: "send: \(errno)")
        }
    }

    /// One message; nil at the end of the stream.
    func receive() throws -> [UInt8]? {
        var message: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = recv(descriptor, &byte, 1, 0)
            if count == 0 { return nil }
            guard count == 1 else { throw Failure(message: "no answer within 20 s") }
            if byte == 0 { return message }
            message.append(byte)
        }
    }

    func ask(_ request: Request) throws -> JSONValue {
        try send(request.call().encoded())
        guard let frame = try receive() else { throw Failure(message: "the daemon hung up") }
        let reply = try VarlinkReply(frame: frame, limit: 8 << 20)
        if let error = reply.error { throw error }
        return reply.parameters
    }
}

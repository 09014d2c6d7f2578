import ControlProtocol
import LinuxSystem
import Wire

/// One connection to the daemon.
struct DaemonLink: ~Copyable {
    enum Failure: Error {
        case unreachable(String)
        case refused(ControlError)
        case broken(String)
    }

    private let descriptor: FileDescriptor

    /// The largest reply that is read.
    private static let replyLimit = 64 << 20

    init(_ path: String, timeout: Int32) throws(Failure) {
        do {
            descriptor = try ClientConnection.open(path, timeout: timeout)
        } catch {
            throw .unreachable("\(path): \(ErrorName.text(error.errno))\(DaemonLink.hint(error.errno))")
        }
    }

    private static func hint(_ errno: Int32) -> String {
        switch errno {
        case Errno.noEntry: "; is supervisord running, and is this its control socket?"
        case Errno.accessDenied: "; you may not open the socket's folder"
        default: ""
        }
    }

    /// Asks and returns the parameters of the last reply.
    func ask(_ request: Request) throws(Failure) -> JSONValue {
        do {
            let bytes = request.call().encoded()
            var sent = 0
            while sent < bytes.count { sent += try descriptor.write(bytes, from: sent) ?? 0 }
            var buffer = FrameBuffer(limit: DaemonLink.replyLimit)
            while true {
                guard let more = try descriptor.read(upTo: 65536) else {
                    throw Failure.broken("no answer in time")
                }
                guard !more.isEmpty else { throw Failure.broken("the daemon closed the connection") }
                buffer.append(more)
                if let frame = try buffer.next() { return try parameters(of: frame) }
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .broken("\(error)")
        }
    }

    private func parameters(of frame: [UInt8]) throws -> JSONValue {
        let reply = try VarlinkReply(frame: frame, limit: DaemonLink.replyLimit)
        if let error = reply.error { throw Failure.refused(error) }
        return reply.parameters
    }
}

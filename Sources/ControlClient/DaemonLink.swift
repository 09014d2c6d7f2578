import ControlProtocol
import LinuxSystem
import Wire

/// One call to the daemon.
struct DaemonLink: ~Copyable {
    enum Failure: Error {
        /// The socket's path and the error number of connect(2).
        case unreachable(String, errno: Int32)
        case refused(ControlError)
        case broken(String)
        /// The answer did not come within the caller's time.
        case late
        /// The daemon at this path says nothing to what it could answer at once.
        case silent(String)
        /// A signal came first; the exit status for it.
        case interrupted(status: Int32)
    }

    private let socket: ClientSocket
    private let path: String

    /// The largest reply that is read.
    private static let replyLimit = 64 << 20
    /// Milliseconds in which a living daemon takes a connection and a request.
    private static let patience: Int32 = 10_000

    init(_ path: String) throws(Failure) {
        self.path = path
        do {
            socket = try ClientSocket(path: path, patience: DaemonLink.patience)
        } catch {
            throw .unreachable(path, errno: error.errno)
        }
    }

    /// Asks and returns the parameters of the last reply. `deadline` is a moment of the monotonic clock. An answer that
    /// waits for nothing comes soon or not at all; one that waits for a job may take as long as that.
    func ask(
        _ request: Request,
        waitsForJob: Bool = false,
        until deadline: UInt64? = nil,
        progress: Progress? = nil,
        signals: ClientSignals? = nil
    ) throws(Failure) -> JSONValue {
        do {
            try send(request)
            var buffer = FrameBuffer(limit: DaemonLink.replyLimit)
            var heardAt = Clock.monotonic()
            while true {
                let silence = waitsForJob ? nil : heardAt + UInt64(DaemonLink.patience) * 1000
                let patience = DaemonLink.patience(until: deadline, silence, progress)
                switch try socket.receive(patience: patience, signals: signals) {
                case .bytes(let bytes):
                    guard !bytes.isEmpty else { throw Failure.broken("the daemon closed the connection") }
                    heardAt = Clock.monotonic()
                    buffer.append(bytes)
                    if let frame = try buffer.next() { return try parameters(of: frame) }
                case .signal: throw Failure.interrupted(status: ExitCode.generic)
                case .nothing:
                    let now = Clock.monotonic()
                    if let deadline, now >= deadline { throw Failure.late }
                    if let silence, now >= silence { throw Failure.silent(path) }
                    progress?.update()
                }
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .broken("\(error)")
        }
    }

    /// A daemon that has closed the connection may have said why before.
    private func send(_ request: Request) throws {
        do {
            guard try socket.send(request.call().encoded(), patience: DaemonLink.patience) else {
                throw Failure.broken("the daemon does not take the request")
            }
        } catch let error as SystemError {
            guard error.errno == Errno.brokenPipe || error.errno == Errno.connectionReset else { throw error }
        }
    }

    /// Milliseconds of one wait.
    private static func patience(until deadline: UInt64?, _ silence: UInt64?, _ progress: Progress?) -> Int32
    {
        var patience = progress?.patience ?? Int32.max
        let now = Clock.monotonic()
        for deadline in [deadline, silence].compactMap({ $0 }) {
            patience = min(patience, Int32(clamping: deadline <= now ? 0 : (deadline - now) / 1000 + 1))
        }
        return patience == Int32.max ? -1 : patience
    }

    private func parameters(of frame: [UInt8]) throws -> JSONValue {
        let reply = try VarlinkReply(frame: frame, limit: DaemonLink.replyLimit)
        if let error = reply.error { throw Failure.refused(error) }
        return reply.parameters
    }
}

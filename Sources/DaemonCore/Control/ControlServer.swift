import ControlProtocol
import EventLoop
import LinuxSystem
import ServiceModel

/// The control socket and everybody connected to it.
final class ControlServer {
    /// One user cannot shut the others out.
    static let maximumConnectionsPerUser = 32
    /// Many users together cannot shut out who administers, nor use up the descriptors.
    static let maximumForeignConnections = 512
    /// A request that has begun must be complete after this, in microseconds, and an answer must be read on.
    static let requestTimeout: UInt64 = 10_000_000
    /// How many are let in before other events have their turn.
    private static let acceptedPerTurn = 16
    /// After accept(2) failed for want of descriptors.
    private static let acceptPause: UInt64 = 1_000_000

    private let socket: ListeningSocket
    private let path: String
    private let reactor: Reactor
    private let log: Log
    let refusals: RefusalLog
    private var registration: Reactor.Registration?
    private var isOpen = false
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var access = Access(daemonUser: OwnProcess.effectiveUser)
    /// Carries one request out and answers it on the connection.
    private let handle: (Connection, [UInt8]) -> Void

    init(path: String, reactor: Reactor, log: Log, handle: @escaping (Connection, [UInt8]) -> Void)
        throws(SystemError)
    {
        self.path = path
        self.reactor = reactor
        self.log = log
        refusals = RefusalLog(log, reactor)
        self.handle = handle
        socket = try ControlServer.listen(path)
    }

    /// Takes those who have connected, from now on. Until then the kernel lets them wait.
    func open() {
        guard !isOpen else { return }
        isOpen = true
        accept()
    }

    /// The lock of the runtime directory is held, so a socket that lies there is nobody's.
    private static func listen(_ path: String) throws(SystemError) -> ListeningSocket {
        do {
            try StateFile.remove(path)
        } catch {
            guard error.errno == Errno.noEntry else { throw error }
        }
        let socket = try ListeningSocket(path: path, backlog: 128)
        // Anybody may connect: the kernel says who they are, and the answer depends on it.
        try StateFile.changeMode(path, 0o666)
        return socket
    }

    func settingsChanged(_ settings: ManagerSettings) {
        access.use(settings)
        for connection in connections.values { connection.role = access.role(of: connection.peer) }
    }

    func close() {
        for connection in connections.values { connection.finish() }
        do {
            try StateFile.remove(path)
        } catch {
            log.warning("\(path): \(error)")
        }
    }

    private func acceptAll() {
        do {
            for _ in 0..<ControlServer.acceptedPerTurn {
                guard let descriptor = try socket.accept() else { return }
                try admit(descriptor)
            }
        } catch {
            log.warning("control socket: \(error)")
            if Errno.isShortage(error.errno) { pauseAccepting() }
        }
    }

    /// A waiting connection keeps the socket readable; without descriptors to take it that would be a busy
    /// loop.
    private func pauseAccepting() {
        guard let registration else { return }
        do {
            try reactor.remove(registration, socket.descriptor)
        } catch {
            log.error("control socket: \(error)")
        }
        self.registration = nil
        acceptLater()
    }

    private func acceptLater() {
        reactor.deadlines.call(at: Clock.monotonic() + ControlServer.acceptPause) { [self] in
            accept()
        }
    }

    private func accept() {
        do {
            registration = try reactor.add(socket.descriptor, .readable) { [self] _ in acceptAll() }
        } catch {
            log.error("control socket: \(error)")
            acceptLater()
        }
    }

    private func reasonAgainst(_ new: Connection) -> String? {
        let own = connections.values.count { $0.peer.uid == new.peer.uid }
        if own >= ControlServer.maximumConnectionsPerUser { return "it has too many connections" }
        guard new.role != .administer else { return nil }
        let foreign = connections.values.count { $0.role != .administer }
        return foreign >= ControlServer.maximumForeignConnections
            ? "all users have too many connections" : nil
    }

    private func hasRoom(for more: Int, to receiver: Connection) -> Bool {
        OutgoingQuota.permits(more, to: receiver.claim, beside: connections.values.map { $0.claim })
    }

    private func admit(_ descriptor: consuming FileDescriptor) throws(SystemError) {
        let peer = try PeerCredentials(of: descriptor)
        let connection = Connection(
            descriptor,
            peer: peer,
            role: access.role(of: peer),
            reactor: reactor,
            handle: handle
        )
        if let reason = reasonAgainst(connection) {
            refusals.note(peer, reason)
            connection.refuse(.tooManyClients)
            return
        }
        try connection.begin()
        let identity = ObjectIdentifier(connection)
        connections[identity] = connection
        connection.hasRoomFor = { [self] receiver, more in hasRoom(for: more, to: receiver) }
        connection.onClose = { [self] in connections[identity] = nil }
    }
}

import ControlProtocol
import EventLoop
import LinuxSystem
import Wire

/// One client: its bytes, its place in the loop, and what it may do. Requests are answered one after the
/// other, as varlink has it, and one in a turn of the loop, however many came in one piece.
final class Connection {
    let peer: PeerCredentials
    var role: Role?
    var onClose: () -> Void = {}

    private let descriptor: FileDescriptor
    private let reactor: Reactor
    private let handle: (Connection, [UInt8]) -> Void
    private var registration: Reactor.Registration?
    private var interest: Epoll.Interest = .readable
    private var incoming: [UInt8] = []
    private var outgoing: [UInt8] = []
    private var sent = 0
    private var deadline: DeadlineQueue.Alarm?
    /// A request is being carried out, and the next one waits: also for the client to take the answer, so that nobody
    /// fills the daemon's memory with answers that nobody reads.
    private var isBusy = false
    /// The client says nothing more, but may still listen.
    private var hasEnded = false
    private var isClosing = false
    private(set) var isOpen = true
    /// The next request has come, and waits for the next turn.
    private var isDue = false

    /// Whether so many more bytes may wait for clients to read them.
    var hasRoomFor: (Connection, Int) -> Bool = { _, _ in true }
    /// An answer of this size leaves memory behind that is worth giving back, in bytes.
    private static let largeAnswer = 128 << 10

    init(
        _ descriptor: consuming FileDescriptor,
        peer: PeerCredentials,
        role: Role?,
        reactor: Reactor,
        handle: @escaping (Connection, [UInt8]) -> Void
    ) {
        self.descriptor = descriptor
        self.peer = peer
        self.role = role
        self.reactor = reactor
        self.handle = handle
    }

    var who: String { Requester(peer).text }

    func begin() throws(SystemError) {
        registration = try reactor.add(descriptor, interest) { self.ready($0) }
    }

    /// Tells a client that is not admitted why, as far as that fits at once.
    func refuse(_ error: ControlError) {
        do {
            _ = try descriptor.write(VarlinkReply.encode(error))
        } catch {
            return
        }
    }

    // MARK: reading

    private func ready(_ ready: Epoll.Interest) {
        if ready.contains(.writable) { flush() }
        guard isOpen else { return }
        if ready.contains(.readable) {
            readMore()
        } else if ready.contains(.hungUp) || ready.contains(.failed) {
            close()
        }
    }

    private func readMore() {
        do {
            guard let bytes = try descriptor.read(upTo: 16 * 1024) else { return }
            hasEnded = bytes.isEmpty
            incoming += bytes
        } catch {
            close()
            return
        }
        if isDue { settle() } else { takeRequest() }
    }

    private func takeRequest() {
        isDue = false
        guard isOpen, !isClosing, !isBusy, isAnswered else { return }
        if let frame = nextRequest() {
            isBusy = true
            handle(self, frame)
        }
        settle()
    }

    /// What comes next, after something was read, answered or sent.
    private func settle() {
        guard isOpen else { return }
        if !isBusy, !isClosing, isAnswered {
            if incoming.contains(0) || incoming.count > FrameBuffer.callLimit {
                takeRequestNextTurn()
            } else if hasEnded {
                return close()
            }
        }
        watchTime()
        watchInterest()
    }

    private func takeRequestNextTurn() {
        guard !isDue else { return }
        isDue = true
        reactor.deadlines.call(at: Clock.monotonic()) { self.takeRequest() }
    }

    /// Bytes that the client has not taken yet.
    var waiting: Int { outgoing.count - sent }

    private var isAnswered: Bool { sent == outgoing.count }

    /// Nil when it is not whole yet. One that is too long is the connection's last.
    private func nextRequest() -> [UInt8]? {
        let end = incoming.firstIndex(of: 0)
        guard (end ?? incoming.count) <= FrameBuffer.callLimit else {
            send(VarlinkReply.encode(.failed(message: "request longer than 64 KiB")))
            finish()
            return nil
        }
        guard let end else { return nil }
        let frame = Array(incoming[..<end])
        incoming.removeSubrange(...end)
        // What follows has its own time.
        stopClock()
        return frame
    }

    /// Neither half a request may stay for ever, nor an answer that nobody reads.
    private func watchTime() {
        guard isAnswered ? !incoming.isEmpty && !isBusy : true else { return stopClock() }
        guard deadline == nil else { return }
        let alarm = reactor.deadlines.make { self.close() }
        reactor.deadlines.set(alarm, at: Clock.monotonic() + ControlServer.requestTimeout)
        deadline = alarm
    }

    private func stopClock() {
        if let deadline { reactor.deadlines.discard(deadline) }
        deadline = nil
    }

    // MARK: answering

    /// Queues one message with its NUL.
    func send(_ message: [UInt8]) {
        guard isOpen, !isClosing else { return }
        guard hasRoomFor(self, message.count) else {
            // Who has the beginning of another message cannot be told anything before its end.
            if isAnswered {
                refuse(.failed(message: "too many answers wait for clients that do not read them"))
            }
            close()
            return
        }
        outgoing += message
        flush()
    }

    /// The request is answered in full; the next may come.
    func requestDone() {
        isBusy = false
        settle()
    }

    /// Sends what is queued, then closes.
    func finish() {
        guard isOpen else { return }
        isClosing = true
        if sent == outgoing.count { close() }
    }

    private func flush() {
        while isOpen, sent < outgoing.count {
            do {
                guard let count = try descriptor.write(outgoing, from: sent) else { break }
                sent += count
                stopClock()
            } catch {
                close()
                return
            }
        }
        guard isOpen else { return }
        if sent == outgoing.count {
            let wasLarge = sent >= Connection.largeAnswer
            outgoing = []
            sent = 0
            if wasLarge { Memory.trim() }
            if isClosing {
                close()
                return
            }
        }
        settle()
    }

    /// While a request is carried out, or its answer is not taken yet, the client's further bytes stay in the kernel
    /// once there is room for no more of them; only its going away is seen.
    private func watchInterest() {
        guard let registration else { return }
        let hasRoom = incoming.count <= FrameBuffer.callLimit
        var wanted: Epoll.Interest = hasEnded || !hasRoom ? [] : .readable
        if sent < outgoing.count { wanted.insert(.writable) }
        guard wanted != interest else { return }
        interest = wanted
        do {
            try reactor.modify(registration, descriptor, wanted)
        } catch {
            close()
        }
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        stopClock()
        if let registration {
            do {
                try reactor.remove(registration, descriptor)
            } catch {
                // The descriptor goes with this object; nothing is left to undo.
                interest = []
            }
        }
        registration = nil
        onClose()
    }
}

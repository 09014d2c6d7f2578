import ControlProtocol
import EventLoop
import LinuxSystem
import Wire

/// One client: its bytes, its place in the loop, and what it may do. Requests are answered one after the
/// other, as varlink has it.
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
    /// A request is being carried out; the next one waits.
    private var isBusy = false
    private var isClosing = false
    private(set) var isOpen = true
    private var isReading = false

    /// What may wait for a client that does not read.
    private static let maximumOutgoing = 32 << 20
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
            guard !bytes.isEmpty else {
                close()
                return
            }
            incoming += bytes
        } catch {
            close()
            return
        }
        takeRequests()
    }

    private func takeRequests() {
        guard !isReading else { return }
        isReading = true
        while isOpen, !isBusy, let end = incoming.firstIndex(of: 0) {
            let frame = Array(incoming[..<end])
            incoming.removeSubrange(...end)
            isBusy = true
            handle(self, frame)
        }
        isReading = false
        guard isOpen else { return }
        if !isBusy, incoming.count > FrameBuffer.callLimit {
            send(VarlinkReply.encode(.failed(message: "request longer than 64 KiB")))
            finish()
            return
        }
        watchTime()
        watchInterest()
    }

    /// Half a request may not stay for ever.
    private func watchTime() {
        guard !incoming.isEmpty, !isBusy else {
            if let deadline { reactor.deadlines.discard(deadline) }
            deadline = nil
            return
        }
        guard deadline == nil else { return }
        let alarm = reactor.deadlines.make { self.close() }
        reactor.deadlines.set(alarm, at: Clock.monotonic() + ControlServer.requestTimeout)
        deadline = alarm
    }

    // MARK: answering

    /// Queues one message with its NUL.
    func send(_ message: [UInt8]) {
        guard isOpen, !isClosing else { return }
        outgoing += message
        guard outgoing.count - sent <= Connection.maximumOutgoing else {
            close()
            return
        }
        flush()
    }

    /// The request is answered in full; the next may come.
    func requestDone() {
        isBusy = false
        guard isOpen else { return }
        takeRequests()
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
        watchInterest()
    }

    /// While a request is carried out the client's further bytes stay in the kernel; only its going away is
    /// seen.
    private func watchInterest() {
        guard let registration else { return }
        var wanted: Epoll.Interest = isBusy && incoming.count > FrameBuffer.callLimit ? [] : .readable
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
        if let deadline { reactor.deadlines.discard(deadline) }
        deadline = nil
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

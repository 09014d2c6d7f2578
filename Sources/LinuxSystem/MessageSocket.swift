import CLinux

/// Messages with descriptors over a sequenced-packet socket.
package enum MessageSocket {
    /// A connected pair. The first never blocks and stays here, the second blocks and goes to a child.
    package static func pair() throws(SystemError) -> DescriptorPair {
        var numbers: (Int32, Int32) = (0, 0)
        let result = unsafe withUnsafeMutableBytes(of: &numbers) { buffer -> Int32 in
            guard let base = unsafe buffer.bindMemory(to: Int32.self).baseAddress else { return -1 }
            return unsafe cl_seqpacket_pair(base)
        }
        _ = try check("socketpair", result)
        return DescriptorPair(
            ours: FileDescriptor(owning: numbers.0),
            theirs: FileDescriptor(owning: numbers.1)
        )
    }

    /// Sends one whole message.
    package static func send(_ bytes: [UInt8], on socket: borrowing FileDescriptor) throws(SystemError) {
        _ = try check("sendmsg", unsafe cl_send_message(socket.rawValue, bytes, bytes.count, nil, 0))
    }

    /// Sends one whole message with one descriptor attached.
    package static func send(
        _ bytes: [UInt8],
        attaching descriptor: borrowing FileDescriptor,
        on socket: borrowing FileDescriptor
    ) throws(SystemError) {
        var number = descriptor.rawValue
        _ = try check("sendmsg", unsafe cl_send_message(socket.rawValue, bytes, bytes.count, &number, 1))
    }

    /// Sends one whole message with two descriptors attached.
    package static func send(
        _ bytes: [UInt8],
        attaching first: borrowing FileDescriptor,
        _ second: borrowing FileDescriptor,
        on socket: borrowing FileDescriptor
    ) throws(SystemError) {
        let numbers = [first.rawValue, second.rawValue]
        _ = try check("sendmsg", unsafe cl_send_message(socket.rawValue, bytes, bytes.count, numbers, 2))
    }

    /// Waits until there is something to receive; false when that took longer. Corresponds to `poll(2)`.
    package static func wait(on socket: borrowing FileDescriptor, milliseconds: Int32) throws(SystemError)
        -> Bool
    {
        var ready: Int32
        repeat { ready = cl_wait_readable(socket.rawValue, milliseconds) } while ready == -Errno.interrupted
        return try check("poll", ready) == 1
    }

    /// Whether a message waits to be received; the end is none.
    package static func hasMessage(on socket: borrowing FileDescriptor) -> Bool {
        cl_next_message_size(socket.rawValue) > 0
    }

    /// What came from the other end.
    package enum Received {
        case message([UInt8])
        case nothingYet
        case end
    }

    /// Receives one message of at most `capacity` bytes, refusing descriptors.
    package static func receive(on socket: borrowing FileDescriptor, capacity: Int) throws(SystemError)
        -> Received
    {
        var bytes = [UInt8](repeating: 0, count: capacity)
        let got = unsafe cl_receive_message(socket.rawValue, &bytes, capacity, nil, 0, nil)
        if got == -Int(Errno.wouldBlock) { return .nothingYet }
        if got == -Int(Errno.connectionReset) { return .end }
        let count = try check("recvmsg", got)
        if count == 0 { return .end }
        bytes.removeLast(capacity - count)
        return .message(bytes)
    }
}

import CLinux

extension MessageSocket {
    /// One message of any size up to `limit`, with the descriptors that came with it, in order. Waits; nil
    /// when the other end is closed.
    package static func receiveWithDescriptors(
        on socket: borrowing FileDescriptor,
        upTo limit: Int,
        _ take: (consuming FileDescriptor) -> Void
    ) throws(SystemError) -> [UInt8]? {
        // Asked for first: room for the largest message would cost two dozen page faults at each start.
        var size: Int
        repeat { size = cl_next_message_size(socket.rawValue) } while size == -Int(Errno.interrupted)
        if size == -Int(Errno.connectionReset) { return nil }
        let capacity = min(try check("recvmsg", size), limit)
        var bytes = [UInt8](repeating: 0, count: capacity)
        var numbers = [Int32](repeating: -1, count: 8)
        var count = 0
        var got: Int
        repeat {
            got = unsafe cl_receive_message(
                socket.rawValue,
                &bytes,
                capacity,
                &numbers,
                numbers.count,
                &count
            )
        } while got == -Int(Errno.interrupted)
        if got == -Int(Errno.connectionReset) { return nil }
        let length = try check("recvmsg", got)
        for number in numbers.prefix(count) { take(FileDescriptor(owning: number)) }
        // A packet socket's end and an empty packet both read as nothing; only the packet can carry
        // descriptors.
        if length == 0, count == 0 { return nil }
        bytes.removeLast(capacity - length)
        return bytes
    }
}

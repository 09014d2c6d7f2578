import CLinux

extension MessageSocket {
    /// One message with the descriptors that came with it, in order. Waits; nil when the other end is closed.
    package static func receiveWithDescriptors(
        on socket: borrowing FileDescriptor,
        capacity: Int,
        _ take: (consuming FileDescriptor) -> Void
    ) throws(SystemError) -> [UInt8]? {
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

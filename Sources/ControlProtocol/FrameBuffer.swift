package import Wire

/// Cuts a stream of bytes into messages, each ended by a NUL. Holds no more than one message that is too
/// long.
package struct FrameBuffer {
    /// The longest call a client may send.
    package static let callLimit = 64 * 1024

    private let limit: Int
    private var bytes: [UInt8] = []
    /// The first byte not yet handed out, and the first not yet searched.
    private var start = 0
    private var searched = 0

    package init(limit: Int = FrameBuffer.callLimit) {
        self.limit = limit
    }

    package mutating func append(_ more: some Collection<UInt8>) {
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= limit)
            start = 0
            searched = 0
        }
        bytes.append(contentsOf: more)
    }

    /// The next whole message without its NUL; nil until there is one. Throws when it is longer than the
    /// limit: the stream cannot be used any further.
    package mutating func next() throws(WireError) -> [UInt8]? {
        guard let end = bytes[searched...].firstIndex(of: 0) else {
            searched = bytes.count
            if searched - start > limit { throw WireError(.tooLong, at: limit) }
            compact()
            return nil
        }
        guard end - start <= limit else { throw WireError(.tooLong, at: limit) }
        if start == 0, end == bytes.count - 1 {
            // The usual case, and a long answer is not copied.
            var message = bytes
            bytes = []
            searched = 0
            message.removeLast()
            return message
        }
        let message = Array(bytes[start..<end])
        start = end + 1
        searched = start
        return message
    }

    /// Drops what was handed out, so that a client that never pauses between messages does not make us grow.
    private mutating func compact() {
        guard start > 0 else { return }
        bytes.removeSubrange(..<start)
        searched -= start
        start = 0
    }
}

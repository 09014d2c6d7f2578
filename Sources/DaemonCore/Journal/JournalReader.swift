import ServiceModel

/// Reads a journal's bytes from either end. Damage is passed over, byte by byte, until a whole record begins or ends:
/// its lengths and its checksum agree by chance once in four thousand million times.
enum JournalReader {
    /// What a journal is made of.
    struct Extent: Equatable {
        /// Where the last whole record ends. What follows is a torn write.
        var wholeLength = 0
        /// Bytes before that which belong to no whole record.
        var damaged = 0
    }

    static func extent(of bytes: [UInt8]) -> Extent {
        var extent = Extent()
        var offset = 0
        while offset + JournalFrame.overhead <= bytes.count {
            guard let payload = JournalFrame.payload(in: bytes, at: offset) else {
                offset += 1
                continue
            }
            extent.damaged += offset - extent.wholeLength
            offset += payload.count + JournalFrame.overhead
            extent.wholeLength = offset
        }
        return extent
    }

    /// What whole frames hold, the oldest first.
    static func payloads(in bytes: [UInt8]) -> [[UInt8]] {
        var payloads: [[UInt8]] = []
        var offset = 0
        while offset + JournalFrame.overhead <= bytes.count {
            if let payload = JournalFrame.payload(in: bytes, at: offset) {
                payloads.append(payload)
                offset += payload.count + JournalFrame.overhead
            } else {
                offset += 1
            }
        }
        return payloads
    }
}

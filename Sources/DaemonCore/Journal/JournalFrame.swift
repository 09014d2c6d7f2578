import Wire

/// One record in the journal's file: length, checksum, payload, length again. The second length lets the file
/// be read from its end.
enum JournalFrame {
    /// The bytes of a frame besides its payload.
    static let overhead = 12
    /// No record is longer, and none is empty: any other length is damage. An empty frame would be twelve zeros, which
    /// a disk leaves behind where it lost what was written.
    static let maximumPayload = 64 * 1024

    static func encode(_ payload: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(reserving: payload.count + overhead)
        writer.write(UInt32(payload.count))
        writer.write(Checksum.of(payload))
        writer.writeRaw(payload)
        writer.write(UInt32(payload.count))
        return writer.bytes
    }

    /// The payload of the frame that begins at `start`, nil when it is torn or damaged.
    static func payload(in bytes: [UInt8], at start: Int) -> [UInt8]? {
        guard start >= 0, bytes.count - start >= overhead else { return nil }
        let length = Int(word(in: bytes, at: start))
        guard (1...maximumPayload).contains(length), bytes.count - start >= length + overhead else {
            return nil
        }
        guard Int(word(in: bytes, at: start + 8 + length)) == length else { return nil }
        let payload = bytes[(start + 8)..<(start + 8 + length)]
        guard Checksum.of(payload) == word(in: bytes, at: start + 4) else { return nil }
        return Array(payload)
    }

    static func word(in bytes: [UInt8], at offset: Int) -> UInt32 {
        (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }
}

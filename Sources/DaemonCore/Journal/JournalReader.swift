import ServiceModel

/// Reads a journal's bytes from either end.
enum JournalReader {
    /// How many bytes from the start are whole records. What follows is a torn write.
    static func validLength(_ bytes: [UInt8]) -> Int {
        var offset = 0
        while let payload = JournalFrame.payload(in: bytes, at: offset) {
            offset += payload.count + JournalFrame.overhead
        }
        return offset
    }

    /// Calls `body` with the newest record first; returns whether it wanted more. A damaged record ends the
    /// walk: what lies before it cannot be found from behind.
    static func newestFirst(_ bytes: [UInt8], _ body: (ExitRecord) -> Bool) -> Bool {
        var end = bytes.count
        while end >= JournalFrame.overhead {
            let length = Int(JournalFrame.word(in: bytes, at: end - 4))
            let start = end - length - JournalFrame.overhead
            guard let payload = JournalFrame.payload(in: bytes, at: start) else { return true }
            if let record = decoded(payload), !body(record) { return false }
            end = start
        }
        return true
    }

    private static func decoded(_ payload: [UInt8]) -> ExitRecord? {
        do {
            return try ExitRecordCodec.decode(payload)
        } catch {
            return nil
        }
    }
}

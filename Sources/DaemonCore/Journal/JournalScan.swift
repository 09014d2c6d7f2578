import ServiceModel

/// A journal read from its end, window by window, so that no more of it is in memory than a look needs. Damage is
/// passed over, as `JournalReader` says.
struct JournalScan {
    /// How many bytes one look takes in; the greatest frame is a little longer.
    static let usualWindow = 64 * 1024

    private let windowSize: Int
    /// Where the bytes begin that have been read.
    private var start: Int
    /// Of those, what belongs to a frame that begins before them.
    private var rest: [UInt8] = []

    init(size: Int, window: Int = JournalScan.usualWindow) {
        start = size
        windowSize = window
    }

    /// Which bytes are to be read next; nil when there are none.
    var next: Range<Int>? { start > 0 ? max(0, start - windowSize)..<start : nil }

    /// Takes in the bytes of `next` and calls `body` with the records that they complete, the newest first; returns
    /// whether it wanted more.
    mutating func take(_ bytes: [UInt8], _ body: (ExitRecord) -> Bool) -> Bool {
        guard let wanted = next else { return true }
        // A file that somebody cut short has lost what came behind.
        rest = bytes.count == wanted.count ? bytes + rest : bytes
        start = wanted.lowerBound
        var end = rest.count
        while end >= JournalFrame.overhead {
            let length = Int(JournalFrame.word(in: rest, at: end - 4))
            let first = end - length - JournalFrame.overhead
            if first < 0, start > 0, (1...JournalFrame.maximumPayload).contains(length) { break }
            guard let payload = JournalFrame.payload(in: rest, at: first), payload.count == length else {
                end -= 1
                continue
            }
            if let record = JournalScan.decoded(payload), !body(record) { return false }
            end = first
        }
        rest.removeSubrange(end...)
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

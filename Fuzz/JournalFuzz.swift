import ServiceModel
import Wire

/// Any bytes as the exit journal, which a crash may have torn and a disk may have rotted: records or nothing, never a
/// trap. Whole records before a torn one are all found again, newest first.
///
/// Compiled together with the daemon's journal files, which need no kernel: see `scripts/fuzz`.
@c(LLVMFuzzerTestOneInput)
public func fuzzJournal(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    guard let data, size > 1 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data, count: size).dropFirst(2))
    // No input finds a right checksum by itself: most choices put the bytes into frames that have one.
    if data[0] == 0 { _ = records(in: bytes) } else { tear(bytes, into: Int(data[0]), leaving: Int(data[1])) }
    return 0
}

private func records(in bytes: [UInt8]) -> [ExitRecord] {
    let extent = JournalReader.extent(of: bytes)
    guard (0...bytes.count).contains(extent.wholeLength), (0...extent.wholeLength).contains(extent.damaged)
    else {
        fatalError("longer than the file")
    }
    let found = records(in: bytes, window: JournalScan.usualWindow)
    guard records(in: bytes, window: 16) == found else { fatalError("a window hides a record") }
    return found
}

private func records(in bytes: [UInt8], window: Int) -> [ExitRecord] {
    var found: [ExitRecord] = []
    var scan = JournalScan(size: bytes.count, window: window)
    while let part = scan.next {
        let wantsMore = scan.take(Array(bytes[part])) {
            found.append($0)
            return true
        }
        guard wantsMore else { fatalError("it ended early") }
    }
    return found
}

/// Frames of payloads of that length, the last one cut short.
private func tear(_ bytes: [UInt8], into length: Int, leaving left: Int) {
    var journal: [UInt8] = []
    var expected: [ExitRecord] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        let payload = Array(rest.prefix(length))
        rest = rest.dropFirst(length)
        journal += JournalFrame.encode(payload)
        guard let record = try? ExitRecordCodec.decode(payload) else { continue }
        guard let again = try? ExitRecordCodec.decode(ExitRecordCodec.encode(record)), again == record else {
            fatalError("a record does not survive its own encoding")
        }
        expected.insert(record, at: 0)
    }
    guard records(in: journal) == expected else { fatalError("a whole record was not found") }
    let torn = JournalFrame.encode(bytes)
    // Bytes that hold a whole frame themselves are found where the record around them is torn.
    guard JournalReader.payloads(in: Array(torn.dropFirst())).isEmpty else { return }
    let cut = journal + torn.prefix(min(left, torn.count - 1))
    guard JournalReader.extent(of: cut) == JournalReader.Extent(wholeLength: journal.count) else {
        fatalError("a torn record was taken for whole")
    }
}

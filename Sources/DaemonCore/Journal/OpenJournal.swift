import LinuxSystem

/// The journal's file while it is written to.
final class OpenJournal {
    let descriptor: FileDescriptor
    private(set) var size: UInt64
    /// What a failed write left behind `size` could not be cut off yet.
    private var isTorn = false
    /// Bytes of a torn last record, cut off when the file was opened.
    let droppedBytes: Int
    /// Bytes before the last record that belong to none.
    let damagedBytes: Int
    /// Whether the last write failed, so that the same complaint is made once.
    var hasFailed = false

    /// Opens or creates the file and cuts off what a crash left half-written.
    init(path: String) throws(SystemError) {
        let file = try StateFile.openForAppending(path, mode: 0o600)
        let found = Int(try file.size())
        let extent = JournalReader.extent(of: try file.read(at: 0, count: found))
        if extent.wholeLength < found { try file.truncate(to: Int64(extent.wholeLength)) }
        descriptor = file
        size = UInt64(extent.wholeLength)
        droppedBytes = found - extent.wholeLength
        damagedBytes = extent.damaged
    }

    /// Appends one frame whole, or not at all.
    func append(_ frame: [UInt8]) throws(SystemError) {
        if isTorn { try cut() }
        let written = try descriptor.write(frame) ?? 0
        guard written == frame.count else {
            isTorn = true
            try cut()
            throw SystemError(call: "write", errno: Errno.noSpace)
        }
        size += UInt64(frame.count)
    }

    /// Begins anew with an empty file.
    func clear() throws(SystemError) {
        try descriptor.truncate(to: 0)
        size = 0
        isTorn = false
    }

    private func cut() throws(SystemError) {
        try descriptor.truncate(to: Int64(size))
        isTorn = false
    }
}

import Wire

/// The first bytes of a compiled set.
struct SetHeader {
    /// `CSET`, then the version of the layout: loader and daemon may differ after an upgrade.
    private static let magic: UInt64 = 0x0000_0002_5445_5343

    static let size = 8 + 8 + 4 + 4 + 2 * SetReference.size

    var totalSize: UInt64 = 0
    let unitCount: UInt32
    let nameCount: UInt32
    var manager = SetReference()
    var summaries = SetReference()

    init(unitCount: UInt32, nameCount: UInt32) {
        self.unitCount = unitCount
        self.nameCount = nameCount
    }

    func encode(into writer: inout ByteWriter) {
        writer.write(SetHeader.magic)
        writer.write(totalSize)
        writer.write(unitCount)
        writer.write(nameCount)
        manager.encode(into: &writer)
        summaries.encode(into: &writer)
    }

    init(from reader: inout ByteReader) throws(WireError) {
        guard try reader.number(UInt64.self) == SetHeader.magic else { throw WireError(.invalidValue, at: 0) }
        let totalSize = try reader.number(UInt64.self)
        guard totalSize <= UInt64(Int.max) else { throw WireError(.tooLong, at: 8) }
        self.init(unitCount: try reader.number(), nameCount: try reader.number())
        self.totalSize = totalSize
        manager = try SetReference(from: &reader)
        summaries = try SetReference(from: &reader)
        guard UInt64(headEnd) <= totalSize else { throw WireError(.tooLong, at: 16) }
    }

    func recordOffset(_ index: Int) -> Int { SetHeader.size + index * UnitRecord.size }

    func nameOffset(_ index: Int) -> Int { recordOffset(Int(unitCount)) + index * NameEntry.size }

    /// Where the fixed part ends.
    private var headEnd: Int { nameOffset(Int(nameCount)) }
}

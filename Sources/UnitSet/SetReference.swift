import Wire

/// Where a part of a compiled set lies.
struct SetReference: Hashable {
    static let size = 12

    var offset: UInt64 = 0
    var length: UInt32 = 0

    init(offset: UInt64 = 0, length: UInt32 = 0) {
        self.offset = offset
        self.length = length
    }

    func encode(into writer: inout ByteWriter) {
        writer.write(offset)
        writer.write(length)
    }

    init(from reader: inout ByteReader) throws(WireError) {
        self.init(offset: try reader.number(), length: try reader.number())
    }
}

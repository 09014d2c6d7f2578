import Wire

/// One name under which a unit is found: its own or an alias.
struct NameEntry {
    static let size = SetReference.size + 4

    let text: SetReference
    let unit: UInt32

    init(text: SetReference, unit: UInt32) {
        self.text = text
        self.unit = unit
    }

    func encode(into writer: inout ByteWriter) {
        text.encode(into: &writer)
        writer.write(unit)
    }

    init(from reader: inout ByteReader) throws(WireError) {
        self.init(text: try SetReference(from: &reader), unit: try reader.number())
    }
}

package import ServiceModel
package import Wire

extension MountEntry {
    package func encode(into writer: inout ByteWriter) {
        writer.write(path)
        writer.write(content.rawValue)
        writer.write(isReadOnly) { $0.write($1) }
        writer.write(isExecutable) { $0.write($1) }
        writer.write(isOptional)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init(try reader.string())
        content = try reader.choice(Content.self)
        isReadOnly = try reader.optionalFlag()
        isExecutable = try reader.optionalFlag()
        isOptional = try reader.flag()
    }
}

extension ByteReader {
    fileprivate mutating func optionalFlag() throws(WireError) -> Bool? {
        try flag() ? try flag() : nil
    }
}

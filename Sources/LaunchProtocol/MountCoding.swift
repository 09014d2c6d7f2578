package import ServiceModel
package import Wire

extension MountEntry {
    package func encode(into writer: inout ByteWriter) {
        writer.write(path)
        content.encode(into: &writer)
        writer.write(isReadOnly) { $0.write($1) }
        writer.write(isExecutable) { $0.write($1) }
        writer.write(isOptional)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init(try reader.string())
        content = try Content(from: &reader)
        isReadOnly = try reader.optionalFlag()
        isExecutable = try reader.optionalFlag()
        isOptional = try reader.flag()
    }
}

extension MountEntry.Content {
    fileprivate func encode(into writer: inout ByteWriter) {
        switch self {
        case .kept: writer.write(UInt8(0))
        case .hidden: writer.write(UInt8(1))
        case .empty: writer.write(UInt8(2))
        case .temporary(let options):
            writer.write(UInt8(3))
            writer.write(options)
        case .bound(let source, let isRecursive):
            writer.write(UInt8(4))
            writer.write(source)
            writer.write(isRecursive)
        case .unitsOwn(let name):
            writer.write(UInt8(5))
            writer.write(name)
        case .devices: writer.write(UInt8(6))
        case .processes(let options):
            writer.write(UInt8(7))
            writer.write(options)
        case .queues: writer.write(UInt8(8))
        }
    }

    fileprivate init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.number(UInt8.self) {
        case 0: self = .kept
        case 1: self = .hidden
        case 2: self = .empty
        case 3: self = .temporary(try reader.strings())
        case 4: self = .bound(try reader.string(), isRecursive: try reader.flag())
        case 5: self = .unitsOwn(try reader.string())
        case 6: self = .devices
        case 7: self = .processes(try reader.strings())
        case 8: self = .queues
        default: throw WireError(.invalidValue, at: start)
        }
    }
}

extension ByteReader {
    fileprivate mutating func optionalFlag() throws(WireError) -> Bool? {
        try flag() ? try flag() : nil
    }
}

package import ServiceModel
package import Wire

extension StandardStreams {
    package func encode(into writer: inout ByteWriter) {
        input.encode(into: &writer)
        output.encode(into: &writer)
        error.encode(into: &writer)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init()
        input = try Input(from: &reader)
        output = try Output(from: &reader)
        error = try Output(from: &reader)
    }
}

extension StandardStreams.Input {
    package func encode(into writer: inout ByteWriter) {
        switch self {
        case .null:
            writer.write(UInt8(0))
        case .data(let bytes):
            writer.write(UInt8(1))
            writer.write(bytes)
        case .file(let path):
            writer.write(UInt8(2))
            writer.write(path)
        case .namedDescriptor(let name):
            writer.write(UInt8(3))
            writer.write(name)
        }
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.number(UInt8.self) {
        case 0: self = .null
        case 1: self = .data(try reader.blob())
        case 2: self = .file(try reader.string())
        case 3: self = .namedDescriptor(try reader.string())
        default: throw WireError(.invalidValue, at: start)
        }
    }
}

extension StandardStreams.Output {
    package func encode(into writer: inout ByteWriter) {
        switch self {
        case .inherit: writer.write(UInt8(0))
        case .null: writer.write(UInt8(1))
        case .file(let path): writer.write(tag: 2, path)
        case .append(let path): writer.write(tag: 3, path)
        case .truncate(let path): writer.write(tag: 4, path)
        case .namedDescriptor(let name): writer.write(tag: 5, name)
        }
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.number(UInt8.self) {
        case 0: self = .inherit
        case 1: self = .null
        case 2: self = .file(try reader.string())
        case 3: self = .append(try reader.string())
        case 4: self = .truncate(try reader.string())
        case 5: self = .namedDescriptor(try reader.string())
        default: throw WireError(.invalidValue, at: start)
        }
    }
}

extension OpenFile {
    package func encode(into writer: inout ByteWriter) {
        writer.write(path)
        writer.write(name)
        writer.write(options.rawValue)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init(
            path: try reader.string(),
            name: try reader.string(),
            options: Options(rawValue: try reader.number())
        )
    }
}

extension Credential {
    package func encode(into writer: inout ByteWriter) {
        writer.write(name)
        switch source {
        case .inline(let bytes):
            writer.write(UInt8(0))
            writer.write(bytes)
        case .file(let path):
            writer.write(tag: 1, path)
        }
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        let name = try reader.string()
        let start = reader.offset
        switch try reader.number(UInt8.self) {
        case 0: self.init(name: name, source: .inline(try reader.blob()))
        case 1: self.init(name: name, source: .file(try reader.string()))
        default: throw WireError(.invalidValue, at: start)
        }
    }
}

extension ByteWriter {
    /// One case of an enumeration with its text.
    fileprivate mutating func write(tag: UInt8, _ text: String) {
        write(tag)
        write(text)
    }
}

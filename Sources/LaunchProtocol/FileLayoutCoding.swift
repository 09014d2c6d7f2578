package import ServiceModel
package import Wire

extension FileLayout {
    package func encode(into writer: inout ByteWriter) {
        writer.write(rootDirectory) { $0.write($1) }
        writer.write(workingDirectory) { $1.encode(into: &$0) }
        writer.write(directories) { $1.encode(into: &$0) }
        writer.write(directoryModes) { $0.write($1) }
        writer.write(runtimePreservation.rawValue)
        writer.write(searchPath)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init()
        rootDirectory = try reader.optionalString()
        workingDirectory = try reader.optional(WorkingDirectory.init(from:))
        directories = try reader.list(ServiceDirectory.init(from:))
        let start = reader.offset
        directoryModes = try reader.list { (reader) throws(WireError) in try reader.number() }
        // Indexed by kind: a shorter list would be read past its end.
        guard directoryModes.count == DirectoryKind.allCases.count else {
            throw WireError(.invalidValue, at: start)
        }
        runtimePreservation = try reader.choice(Preservation.self)
        searchPath = try reader.strings()
    }
}

extension FileLayout.WorkingDirectory {
    package func encode(into writer: inout ByteWriter) {
        switch self {
        case .home(let isOptional):
            writer.write(UInt8(0))
            writer.write(isOptional)
        case .path(let path, let isOptional):
            writer.write(UInt8(1))
            writer.write(path)
            writer.write(isOptional)
        }
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.number(UInt8.self) {
        case 0: self = .home(isOptional: try reader.flag())
        case 1: self = .path(try reader.string(), isOptional: try reader.flag())
        default: throw WireError(.invalidValue, at: start)
        }
    }
}

extension FileLayout.ServiceDirectory {
    package func encode(into writer: inout ByteWriter) {
        writer.write(kind.rawValue)
        writer.write(name)
        writer.write(links)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init(
            kind: try reader.choice(FileLayout.DirectoryKind.self),
            name: try reader.string(),
            links: try reader.strings()
        )
    }
}

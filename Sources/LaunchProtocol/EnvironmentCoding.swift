package import ServiceModel
package import Wire

extension EnvironmentRequest {
    package func encode(into writer: inout ByteWriter) {
        writer.write(passed)
        writer.write(assignments) { $1.encode(into: &$0) }
        writer.write(files) { writer, file in
            writer.write(file.path)
            writer.write(file.isOptional)
        }
        writer.write(removals) { writer, removal in
            writer.write(removal.name)
            writer.write(removal.value) { $0.write($1) }
        }
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init()
        passed = try reader.strings()
        assignments = try reader.list(Assignment.init(from:))
        files = try reader.list { (reader) throws(WireError) in
            File(path: try reader.string(), isOptional: try reader.flag())
        }
        removals = try reader.list { (reader) throws(WireError) in
            Removal(name: try reader.string(), value: try reader.optionalString())
        }
    }
}

extension EnvironmentRequest.Assignment {
    package func encode(into writer: inout ByteWriter) {
        writer.write(name)
        writer.write(value)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init(name: try reader.string(), value: try reader.string())
    }
}

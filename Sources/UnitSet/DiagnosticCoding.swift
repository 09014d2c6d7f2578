import LaunchProtocol
package import ServiceModel
package import Wire

extension SourceLocation {
    package func encode(into writer: inout ByteWriter) {
        writer.write(file)
        writer.write(UInt32(clamping: line))
        writer.write(UInt32(clamping: column))
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init(
            file: try reader.string(),
            line: Int(try reader.number(UInt32.self)),
            column: Int(try reader.number(UInt32.self))
        )
    }
}

extension Diagnostic {
    package func encode(into writer: inout ByteWriter) {
        writer.write(severity.rawValue)
        writer.write(location) { $1.encode(into: &$0) }
        writer.write(message)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        let severity = try reader.choice(Severity.self)
        let location = try reader.optional(SourceLocation.init(from:))
        self.init(severity, at: location, try reader.string())
    }
}

extension DirectiveOutcome {
    package func encode(into writer: inout ByteWriter) {
        writer.write(directive)
        writer.write(requested)
        enforcement.encode(into: &writer)
        writer.write(location) { $1.encode(into: &$0) }
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init(
            directive: try reader.string(),
            requested: try reader.string(),
            enforcement: try Enforcement(from: &reader),
            location: try reader.optional(SourceLocation.init(from:))
        )
    }
}

extension Enforcement {
    package func encode(into writer: inout ByteWriter) {
        switch self {
        case .enforced(let mechanism):
            writer.write(UInt8(0))
            writer.write(mechanism)
        case .emulated(let mechanism, let gap):
            writer.write(UInt8(1))
            writer.write(mechanism)
            writer.write(gap)
        case .refused(let reason):
            writer.write(UInt8(2))
            writer.write(reason)
        case .notEnforcedYet:
            writer.write(UInt8(3))
        case .notSupported:
            writer.write(UInt8(4))
        }
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.number(UInt8.self) {
        case 0: self = .enforced(by: try reader.string())
        case 1: self = .emulated(by: try reader.string(), gap: try reader.string())
        case 2: self = .refused(reason: try reader.string())
        case 3: self = .notEnforcedYet
        case 4: self = .notSupported
        default: throw WireError(.invalidValue, at: start)
        }
    }
}

extension ByteReader {
    package mutating func unitName() throws(WireError) -> UnitName {
        let start = offset
        guard let name = UnitName(try string()) else { throw WireError(.invalidValue, at: start) }
        return name
    }
}

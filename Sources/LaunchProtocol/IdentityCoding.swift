package import ServiceModel
package import Wire

extension AccountReference {
    package func encode(into writer: inout ByteWriter) {
        switch self {
        case .name(let name):
            writer.write(UInt8(0))
            writer.write(name)
        case .number(let number):
            writer.write(UInt8(1))
            writer.write(number)
        }
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.number(UInt8.self) {
        case 0: self = .name(try reader.string())
        case 1: self = .number(try reader.number())
        default: throw WireError(.invalidValue, at: start)
        }
    }
}

extension Identity {
    package func encode(into writer: inout ByteWriter) {
        writer.write(user) { $1.encode(into: &$0) }
        writer.write(group) { $1.encode(into: &$0) }
        writer.write(supplementaryGroups) { $1.encode(into: &$0) }
        writer.write(isDynamic)
        writer.write(setsLoginEnvironment) { $0.write($1) }
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init()
        user = try reader.optional(AccountReference.init(from:))
        group = try reader.optional(AccountReference.init(from:))
        supplementaryGroups = try reader.list(AccountReference.init(from:))
        isDynamic = try reader.flag()
        setsLoginEnvironment = try reader.optional { (reader) throws(WireError) in try reader.flag() }
    }
}

extension CapabilityRequest {
    package func encode(into writer: inout ByteWriter) {
        writer.write(bounding) { $0.write($1.rawValue) }
        writer.write(ambient.rawValue)
        writer.write(secureBits.rawValue)
        writer.write(noNewPrivileges)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init()
        bounding = try reader.optional { (reader) throws(WireError) in
            CapabilitySet(rawValue: try reader.number())
        }
        ambient = CapabilitySet(rawValue: try reader.number())
        secureBits = SecureBits(rawValue: try reader.number())
        noNewPrivileges = try reader.flag()
    }
}

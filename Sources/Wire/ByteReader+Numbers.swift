/// The same readers for the numbers that occur: a generic one is looked up at run time by its callers in
/// other modules, and the first use of each type costs a helper, which decodes one job in its life, more than
/// the reading.
extension ByteReader {
    package mutating func number(_ type: UInt8.Type = UInt8.self) throws(WireError) -> UInt8 {
        UInt8(truncatingIfNeeded: try word(1))
    }

    package mutating func number(_ type: UInt16.Type = UInt16.self) throws(WireError) -> UInt16 {
        UInt16(truncatingIfNeeded: try word(2))
    }

    package mutating func number(_ type: UInt32.Type = UInt32.self) throws(WireError) -> UInt32 {
        UInt32(truncatingIfNeeded: try word(4))
    }

    package mutating func number(_ type: UInt64.Type = UInt64.self) throws(WireError) -> UInt64 {
        UInt64(truncatingIfNeeded: try word(8))
    }

    package mutating func number(_ type: Int8.Type = Int8.self) throws(WireError) -> Int8 {
        Int8(truncatingIfNeeded: try word(1))
    }

    package mutating func number(_ type: Int16.Type = Int16.self) throws(WireError) -> Int16 {
        Int16(truncatingIfNeeded: try word(2))
    }

    package mutating func number(_ type: Int32.Type = Int32.self) throws(WireError) -> Int32 {
        Int32(truncatingIfNeeded: try word(4))
    }

    /// A counted list of strings.
    package mutating func strings() throws(WireError) -> [String] {
        let start = offset
        let count = Int(try number(UInt32.self))
        guard count <= remaining else { throw WireError(.tooLong, at: start) }
        var strings: [String] = []
        var left = count
        while left > 0 {
            strings.append(try string())
            left -= 1
        }
        return strings
    }
}

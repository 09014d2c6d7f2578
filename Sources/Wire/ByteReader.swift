/// Reads back what `ByteWriter` wrote, trusting nothing: every length is checked against what is left.
package struct ByteReader {
    private let bytes: [UInt8]
    private let end: Int
    package private(set) var offset: Int

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        self.offset = 0
        self.end = bytes.count
    }

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = Array(bytes)
        self.offset = 0
        self.end = self.bytes.count
    }

    package var remaining: Int { end - offset }

    package mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self)
        throws(WireError) -> Number
    {
        Number(truncatingIfNeeded: try word(Number.bitWidth / 8))
    }

    /// The next `width` bytes, at most 8, as one number.
    mutating func word(_ width: Int) throws(WireError) -> UInt64 {
        guard remaining >= width else { throw WireError(.truncated, at: offset) }
        var word: UInt64 = 0
        var index = width
        while index > 0 {
            index -= 1
            word = word << 8 | UInt64(bytes[offset + index])
        }
        offset += width
        return word
    }

    package mutating func flag() throws(WireError) -> Bool {
        switch try number(UInt8.self) {
        case 0: return false
        case 1: return true
        default: throw WireError(.invalidValue, at: offset - 1)
        }
    }

    package mutating func string() throws(WireError) -> String {
        let start = offset
        let blob = try blob()
        guard let text = String(validating: blob, as: UTF8.self) else {
            throw WireError(.invalidUTF8, at: start)
        }
        return text
    }

    package mutating func blob() throws(WireError) -> [UInt8] {
        let count = Int(try number(UInt32.self))
        return try raw(count)
    }

    /// Exactly `count` bytes.
    package mutating func raw(_ count: Int) throws(WireError) -> [UInt8] {
        guard count >= 0, count <= remaining else { throw WireError(.truncated, at: offset) }
        let slice = Array(bytes[offset..<(offset + count)])
        offset += count
        return slice
    }

    /// A counted list. Every element takes at least one byte, so a count beyond what is left is refused
    /// before anything is allocated.
    package mutating func list<Element>(
        _ one: (inout ByteReader) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        let count = Int(try number(UInt32.self))
        guard count <= remaining else { throw WireError(.tooLong, at: offset - 4) }
        var elements: [Element] = []
        // An element may be many times larger in memory than its one byte here.
        elements.reserveCapacity(min(count, 1024))
        for _ in 0..<count { elements.append(try one(&self)) }
        return elements
    }

    package mutating func optional<Value>(
        _ one: (inout ByteReader) throws(WireError) -> Value
    ) throws(WireError) -> Value? {
        try flag() ? try one(&self) : nil
    }

    /// A number that stands for a case of an enumeration.
    package mutating func choice<Choice: RawRepresentable>(
        _ type: Choice.Type
    ) throws(WireError) -> Choice where Choice.RawValue == UInt8 {
        let start = offset
        guard let choice = Choice(rawValue: try number(UInt8.self)) else {
            throw WireError(.invalidValue, at: start)
        }
        return choice
    }

    /// Throws unless everything was read.
    package func finish() throws(WireError) {
        guard remaining == 0 else { throw WireError(.trailingBytes, at: offset) }
    }
}

/// Reads one JSON document strictly by RFC 8259. Beyond the grammar it refuses what two readers could
/// understand differently: a name given twice, half a surrogate pair, bytes that are not UTF-8.
package struct JSONReader {
    /// Up to this many members, comparing each name with those before it is cheaper than hashing.
    private static let linearMembers = 12

    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var position = 0
    /// The names of the last object at each depth and where they stand: the next one mostly has the same.
    private var shapes: [[(name: String, place: Range<Int>)]]

    private init(_ bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
        shapes = Array(repeating: [], count: maximumDepth + 1)
    }

    package static func parse(_ bytes: [UInt8], limits: JSONLimits) throws(WireError) -> JSONValue {
        guard bytes.count <= limits.size else { throw WireError(.tooLong, at: limits.size) }
        var reader = JSONReader(bytes, maximumDepth: limits.depth)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw WireError(.trailingBytes, at: reader.position) }
        return value
    }

    // MARK: structure

    private mutating func value(depth: Int) throws(WireError) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw WireError(.invalidValue, at: position)
        }
    }

    private mutating func object(depth: Int) throws(WireError) -> JSONValue {
        try enter(depth: depth)
        if try closes(with: UInt8(ascii: "}")) { return .object([]) }
        var members: [JSONMember] = []
        members.reserveCapacity(max(4, shapes[depth].count))
        var names: Set<String> = []
        // Names that all were the last object's so far are as different as they were there.
        var isKnownShape = true
        repeat {
            skipSpace()
            let start = position
            guard try peek() == UInt8(ascii: "\"") else { throw WireError(.invalidValue, at: position) }
            let name: String
            if isKnownShape, let known = nextName(depth: depth, members.count) {
                name = known
            } else {
                name = try string()
                guard JSONReader.isNew(name, among: members, &names) else {
                    throw WireError(.invalidValue, at: start)
                }
                if isKnownShape { shapes[depth].removeSubrange(members.count...) }
                isKnownShape = false
                shapes[depth].append((name, start..<position))
            }
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            members.append(JSONMember(name, try value(depth: depth)))
        } while try continues(until: UInt8(ascii: "}"))
        return .object(members)
    }

    /// The name that stands here when it is, to the byte, that of the last object in the same place.
    private mutating func nextName(depth: Int, _ index: Int) -> String? {
        guard index < shapes[depth].count else { return nil }
        let (name, place) = shapes[depth][index]
        let end = position + place.count
        guard end <= bytes.count, bytes[position..<end].elementsEqual(bytes[place]) else { return nil }
        position = end
        return name
    }

    private static func isNew(_ name: String, among members: [JSONMember], _ names: inout Set<String>) -> Bool
    {
        if members.count < linearMembers { return !members.contains { $0.name == name } }
        if names.isEmpty { names.formUnion(members.map { $0.name }) }
        return names.insert(name).inserted
    }

    private mutating func array(depth: Int) throws(WireError) -> JSONValue {
        try enter(depth: depth)
        if try closes(with: UInt8(ascii: "]")) { return .array([]) }
        var elements: [JSONValue] = []
        repeat {
            skipSpace()
            elements.append(try value(depth: depth))
        } while try continues(until: UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func enter(depth: Int) throws(WireError) {
        guard depth <= maximumDepth else { throw WireError(.tooLong, at: position) }
        position += 1
        skipSpace()
    }

    private mutating func closes(with end: UInt8) throws(WireError) -> Bool {
        guard try peek() == end else { return false }
        position += 1
        return true
    }

    /// After an element: true for a comma, false for the end of the list.
    private mutating func continues(until end: UInt8) throws(WireError) -> Bool {
        skipSpace()
        let byte = try peek()
        position += 1
        if byte == end { return false }
        guard byte == UInt8(ascii: ",") else { throw WireError(.invalidValue, at: position - 1) }
        return true
    }

    // MARK: words and numbers

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(WireError) -> JSONValue {
        for byte in text.description.utf8 { try expect(byte) }
        return value
    }

    private mutating func number() throws(WireError) -> JSONValue {
        let start = position
        if try peek() == UInt8(ascii: "-") { position += 1 }
        let leading = try peek()
        try digits()
        if leading == UInt8(ascii: "0"), digitCount(from: start) > 1 {
            throw WireError(.invalidValue, at: start)
        }
        var isWhole = true
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            position += 1
            if [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(try peek()) { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        return .number(text)
    }

    private func digitCount(from start: Int) -> Int {
        position - start - (bytes[start] == UInt8(ascii: "-") ? 1 : 0)
    }

    /// At least one digit.
    private mutating func digits() throws(WireError) {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(try peek()) else {
            throw WireError(.invalidValue, at: position)
        }
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
    }

    // MARK: strings

    private mutating func string() throws(WireError) -> String {
        position += 1
        let start = position
        var all: UInt8 = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let end = position
                position += 1
                return try text(start..<end, isASCII: all < 0x80)
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw WireError(.invalidValue, at: position)
            case let byte:
                all |= byte
                position += 1
            }
        }
        throw WireError(.truncated, at: position)
    }

    /// Nearly all text is ASCII, and need not be validated, which takes longer than all else about it.
    private func text(_ range: Range<Int>, isASCII: Bool) throws(WireError) -> String {
        if isASCII { return String(decoding: bytes[range], as: UTF8.self) }
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw WireError(.invalidUTF8, at: range.lowerBound)
        }
        return text
    }

    /// The slower way, from the first backslash on.
    private mutating func escapedString(from start: Int) throws(WireError) -> String {
        var text = Array(bytes[start..<position])
        while true {
            let byte = try peek()
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw WireError(.invalidUTF8, at: start)
                }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw WireError(.invalidValue, at: position - 1)
            default: text.append(byte)
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(WireError) {
        let byte = try peek()
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: Array(try scalar().utf8))
        default: throw WireError(.invalidValue, at: position - 1)
        }
    }

    /// The four digits after `\u`, and the second half of a surrogate pair when they are a first one.
    private mutating func scalar() throws(WireError) -> String {
        let start = position
        var code = try fourDigits()
        if (0xd800..<0xdc00).contains(code) {
            try expect(UInt8(ascii: "\\"))
            try expect(UInt8(ascii: "u"))
            let low = try fourDigits()
            guard (0xdc00..<0xe000).contains(low) else { throw WireError(.invalidValue, at: start) }
            code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw WireError(.invalidValue, at: start) }
        return String(Character(scalar))
    }

    private mutating func fourDigits() throws(WireError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try peek())).hexDigitValue else {
                throw WireError(.invalidValue, at: position)
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    // MARK: bytes

    private func peek() throws(WireError) -> UInt8 {
        guard position < bytes.count else { throw WireError(.truncated, at: position) }
        return bytes[position]
    }

    private mutating func expect(_ byte: UInt8) throws(WireError) {
        guard try peek() == byte else { throw WireError(.invalidValue, at: position) }
        position += 1
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            default: return
            }
        }
    }
}

/// C escapes as systemd.syntax(7) lists them.
enum Escape {
    /// The bytes an escape stands for and how long it is, its backslash included; nil when it is none.
    static func read(_ bytes: [UInt8], at start: Int) -> (bytes: [UInt8], length: Int)? {
        guard start + 1 < bytes.count else { return nil }
        switch bytes[start + 1] {
        case UInt8(ascii: "a"): return ([7], 2)
        case UInt8(ascii: "b"): return ([8], 2)
        case UInt8(ascii: "f"): return ([12], 2)
        case UInt8(ascii: "n"): return ([10], 2)
        case UInt8(ascii: "r"): return ([13], 2)
        case UInt8(ascii: "t"): return ([9], 2)
        case UInt8(ascii: "v"): return ([11], 2)
        case UInt8(ascii: "s"): return ([32], 2)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"):
            return ([bytes[start + 1]], 2)
        case UInt8(ascii: "x"):
            return number(bytes, at: start + 2, digits: 2, radix: 16).flatMap(byte(prefix: 4))
        case UInt8(ascii: "u"):
            return number(bytes, at: start + 2, digits: 4, radix: 16).flatMap(scalar(length: 6))
        case UInt8(ascii: "U"):
            return number(bytes, at: start + 2, digits: 8, radix: 16).flatMap(scalar(length: 10))
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            return number(bytes, at: start + 1, digits: 3, radix: 8).flatMap(byte(prefix: 4))
        default: return nil
        }
    }

    /// The byte that `\x2d` at this place stands for, the one escape of unit names.
    static func byte(_ bytes: [UInt8], at start: Int) -> UInt8? {
        guard bytes[start...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")]) else { return nil }
        return read(bytes, at: start)?.bytes.first
    }

    private static func number(_ bytes: [UInt8], at start: Int, digits: Int, radix: Int) -> UInt32? {
        guard start + digits <= bytes.count else { return nil }
        let text = bytes[start..<(start + digits)]
        guard text.allSatisfy({ $0.isHexDigit }) else { return nil }
        return UInt32(String(decoding: text, as: UTF8.self), radix: radix)
    }

    /// A NUL cannot be part of any value.
    private static func byte(prefix length: Int) -> (UInt32) -> (bytes: [UInt8], length: Int)? {
        { value in value == 0 || value > 255 ? nil : ([UInt8(value)], length) }
    }

    private static func scalar(length: Int) -> (UInt32) -> (bytes: [UInt8], length: Int)? {
        { value in
            guard value != 0, let scalar = Unicode.Scalar(value) else { return nil }
            return (Array(String(Character(scalar)).utf8), length)
        }
    }
}

extension UInt8 {
    var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
            || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self)
    }
}

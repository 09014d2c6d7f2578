import ServiceModel

/// Numbers and their kin as unit files write them.
enum NumberText {
    static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "1", "yes", "y", "true", "t", "on": true
        case "0", "no", "n", "false", "f", "off": false
        default: nil
        }
    }

    /// As C writes numbers: decimal, `0x1f`, `0o17`, `0b11`, and octal after a leading zero.
    static func unsigned<Number: FixedWidthInteger & UnsignedInteger>(_ text: String) -> Number? {
        guard let magnitude = magnitude(text.utf8.first == UInt8(ascii: "+") ? text.dropFirst() : text[...])
        else {
            return nil
        }
        return Number(exactly: magnitude)
    }

    private static func magnitude(_ text: Substring) -> UInt64? {
        let bases: [(prefix: String, radix: Int)] = [("0x", 16), ("0X", 16), ("0o", 8), ("0b", 2), ("0", 8)]
        let base = bases.first { text.begins(with: $0.prefix) && text.utf8.count > $0.prefix.utf8.count }
        let digits = text.dropFirst(base?.prefix.count ?? 0)
        guard digits.utf8.allSatisfy(\.isHexDigit) else { return nil }
        return UInt64(digits, radix: base?.radix ?? 10)
    }

    /// A count that fits 32 bits.
    static func count(_ text: String) -> UInt32? { unsigned(text) }

    /// A mode; a mask has no set-user-ID bits, so they are left out.
    static func mask(_ text: String) -> UInt16? { mode(text).map { $0 & 0o777 } }

    /// `-20`, `+5`, `7`, in any of the bases.
    static func signed(_ text: String) -> Int? {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let hasSign = isNegative || text.utf8.first == UInt8(ascii: "+")
        guard let magnitude = magnitude(hasSign ? text.dropFirst() : text[...]).flatMap(Int.init(exactly:))
        else {
            return nil
        }
        return isNegative ? -magnitude : magnitude
    }

    /// Octal, up to 7777.
    static func mode(_ text: String) -> UInt16? {
        guard text.utf8.allSatisfy(\.isDigit), let mode = UInt16(text, radix: 8), mode <= 0o7777 else {
            return nil
        }
        return mode
    }

    /// From the largest: a size is a sum of parts, each in a smaller unit than the one before.
    private static let sizeUnits: [(letter: Character, shift: Int)] = [
        ("E", 60), ("P", 50), ("T", 40), ("G", 30), ("M", 20), ("K", 10), ("B", 0),
    ]

    /// Bytes: `512`, `64K`, `1.5G`, `1G 512M`; base 1024.
    static func size(_ text: String) -> UInt64? {
        var rest = text[...]
        var units = sizeUnits[...]
        var total: UInt64 = 0
        repeat {
            guard let part = sizePart(&rest, &units) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
        } while !rest.isEmpty
        return total
    }

    /// A number, perhaps with a fraction, and its unit; none is bytes, and the end.
    private static func sizePart(
        _ rest: inout Substring,
        _ units: inout ArraySlice<(letter: Character, shift: Int)>
    ) -> UInt64? {
        if rest.begins(with: "+") { rest = rest.dropFirst() }
        let whole = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest[whole.endIndex...]
        guard let number = UInt64(whole) else { return nil }
        var digits: Substring = ""
        if rest.begins(with: ".") {
            digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            rest = rest[digits.endIndex...]
        }
        rest = rest.drop { $0 == " " || $0 == "\t" }
        var shift = 0
        if let unit = units.firstIndex(where: { $0.letter == rest.first }) {
            shift = units[unit].shift
            units = units[(unit + 1)...]
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
        } else if !rest.isEmpty {
            return nil
        }
        let (scaled, overflow) = number.multipliedReportingOverflow(by: 1 << UInt64(shift))
        guard !overflow else { return nil }
        guard !digits.isEmpty else { return scaled }
        guard let fraction = fraction(digits, of: 1 << UInt64(shift)) else { return nil }
        let (sum, carried) = scaled.addingReportingOverflow(fraction)
        return carried ? nil : sum
    }

    /// The part of `unit` that the digits after the point stand for, rounded down.
    static func fraction(_ digits: Substring, of unit: UInt64) -> UInt64? {
        guard (1...18).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit),
            let number = UInt64(digits)
        else {
            return nil
        }
        let scale = (0..<digits.utf8.count).reduce(UInt64(1)) { scale, _ in scale * 10 }
        let product = number.multipliedFullWidth(by: unit)
        return scale.dividingFullWidth(product).quotient
    }
}

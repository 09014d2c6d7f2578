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

    /// Decimal digits only: no sign, no space, no base.
    static func unsigned<Number: FixedWidthInteger & UnsignedInteger>(_ text: String) -> Number? {
        guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit) else { return nil }
        return Number(text)
    }

    /// A count that fits 32 bits.
    static func count(_ text: String) -> UInt32? { unsigned(text) }

    /// Octal, up to 777: a mask has no set-user-ID bits.
    static func mask(_ text: String) -> UInt16? { mode(text).flatMap { $0 <= 0o777 ? $0 : nil } }

    /// `-20`, `+5`, `7`
    static func signed(_ text: String) -> Int? {
        let digits =
            text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+")
            ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(text)
    }

    /// Octal, up to 7777.
    static func mode(_ text: String) -> UInt16? {
        guard (1...5).contains(text.utf8.count), let mode = UInt16(text, radix: 8), mode <= 0o7777,
            text.utf8.allSatisfy(\.isDigit)
        else { return nil }
        return mode
    }

    private static let sizeUnits: [Character: Int] = [
        "B": 0, "K": 10, "M": 20, "G": 30, "T": 40, "P": 50, "E": 60,
    ]

    /// Bytes: `512`, `64K`, `1.5G`; base 1024.
    static func size(_ text: String) -> UInt64? {
        var digits = text[...]
        var shift = 0
        if let last = digits.last, let known = sizeUnits[last] {
            shift = known
            digits = digits.dropLast()
            while digits.last == " " { digits = digits.dropLast() }
        }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole: UInt64 = unsigned(String(parts[0])) else {
            return nil
        }
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: 1 << UInt64(shift))
        guard !overflow else { return nil }
        guard parts.count == 2 else { return scaled }
        guard shift > 0, let fraction = fraction(parts[1], of: 1 << UInt64(shift)) else { return nil }
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

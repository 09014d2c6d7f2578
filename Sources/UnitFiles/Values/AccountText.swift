import ServiceModel

/// User and group names and numbers.
enum AccountText {
    /// Nil for what neither systemd nor useradd would accept: such a unit is refused, never run as root.
    static func parse(_ text: String) -> AccountReference? {
        if let first = text.utf8.first, first.isDigit {
            // 65535 and 4294967295 mean "none" to system calls of 16 and 32 bits.
            guard let number: UInt32 = NumberText.unsigned(text), number != 65535, number != .max else {
                return nil
            }
            return .number(number)
        }
        let bytes = Array(text.utf8)
        guard (1...31).contains(bytes.count), let first = bytes.first, isLetter(first) else { return nil }
        guard
            bytes.allSatisfy({
                isLetter($0) || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            })
        else {
            return nil
        }
        return .name(text)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}

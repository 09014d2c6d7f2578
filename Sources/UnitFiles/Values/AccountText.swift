import ServiceModel

/// User and group names and numbers.
enum AccountText {
    /// What `useradd` permits on some systems is more than the 31 bytes that utmp has room for.
    private static let maximumName = 255

    /// Nil for what neither systemd nor useradd would accept: such a unit is refused, never run as root.
    static func parse(_ text: String) -> AccountReference? {
        if let first = text.utf8.first, first.isDigit {
            // A leading zero would mean octal elsewhere: nobody is to guess whose `010` is.
            guard text == "0" || first != UInt8(ascii: "0"), text.utf8.allSatisfy(\.isDigit),
                let number = UInt32(text)
            else { return nil }
            // These mean "none" to system calls of 16 and 32 bits.
            return number == 65535 || number == .max ? nil : .number(number)
        }
        let bytes = Array(text.utf8)
        guard (1...maximumName).contains(bytes.count), let first = bytes.first, isLetter(first) else {
            return nil
        }
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

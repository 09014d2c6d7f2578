import ServiceModel

/// Bytes from a terminal to keys. What is not complete yet, a sequence or a character of several bytes, waits for more.
struct KeyDecoder {
    private var waiting: [UInt8] = []
    /// Longer than any sequence a terminal sends; beyond it the bytes are noise.
    private static let longestSequence = 32

    mutating func keys(from bytes: [UInt8]) -> [Key] {
        waiting += bytes
        var keys: [Key] = []
        while let (key, length) = next() {
            waiting.removeFirst(length)
            keys.append(key)
        }
        return keys
    }

    private func next() -> (Key, Int)? {
        guard let first = waiting.first else { return nil }
        switch first {
        case 0x1B: return escape()
        case 0x0D, 0x0A: return (.enter, 1)
        case 0x09: return (.tab, 1)
        case 0x08, 0x7F: return (.backspace, 1)
        case 0x01...0x1A: return (.control(Character(UnicodeScalar(first + 0x60))), 1)
        case ..<0x20: return (.unknown, 1)
        default: return character(first)
        }
    }

    private func character(_ first: UInt8) -> (Key, Int)? {
        let length =
            switch first {
            case ..<0x80: 1
            case 0xC2..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0..<0xF5: 4
            default: 0
            }
        guard length > 0 else { return (.unknown, 1) }
        guard waiting.count >= length else {
            return waiting.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 } ? nil : (.unknown, 1)
        }
        guard let text = String(validating: waiting[..<length], as: UTF8.self), let character = text.first
        else {
            return (.unknown, 1)
        }
        return (.character(character), length)
    }

    /// `ESC [ … letter`, `ESC [ number ~`, `ESC O letter`, `ESC letter`.
    private func escape() -> (Key, Int)? {
        guard waiting.count > 1 else { return nil }
        switch waiting[1] {
        case UInt8(ascii: "["): return bracketed()
        case UInt8(ascii: "O"):
            guard waiting.count > 2 else { return nil }
            return (KeyDecoder.named(waiting[2], ""), 3)
        case UInt8(ascii: "b"): return (.wordLeft, 2)
        case UInt8(ascii: "f"): return (.wordRight, 2)
        case 0x1B: return (.unknown, 1)
        default: return (.unknown, 2)
        }
    }

    private func bracketed() -> (Key, Int)? {
        guard let end = waiting.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else {
            return waiting.count > KeyDecoder.longestSequence ? (.unknown, waiting.count) : nil
        }
        let parameters = String(decoding: waiting[2..<end], as: UTF8.self)
        return (KeyDecoder.named(waiting[end], parameters), end + 1)
    }

    private static func named(_ letter: UInt8, _ parameters: String) -> Key {
        let isWord = parameters.ends(with: ";5") || parameters.ends(with: ";3")
        switch letter {
        case UInt8(ascii: "A"): return .up
        case UInt8(ascii: "B"): return .down
        case UInt8(ascii: "C"): return isWord ? .wordRight : .right
        case UInt8(ascii: "D"): return isWord ? .wordLeft : .left
        case UInt8(ascii: "H"): return .home
        case UInt8(ascii: "F"): return .end
        case UInt8(ascii: "~"):
            switch parameters {
            case "1", "7": return .home
            case "4", "8": return .end
            case "3": return .delete
            default: return .unknown
            }
        default: return .unknown
        }
    }
}

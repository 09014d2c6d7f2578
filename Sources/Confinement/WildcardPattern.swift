/// One component of a path with `*`, `?` and `[…]`, matched as `glob(7)` has it: never against `/`, and a
/// leading dot only when it is written.
struct WildcardPattern {
    private let pattern: [UInt8]

    init(_ text: some StringProtocol) {
        pattern = Array(text.utf8)
    }

    static func isPattern(_ text: some StringProtocol) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
    }

    func matches(_ name: String) -> Bool {
        let name = Array(name.utf8)
        if name.first == UInt8(ascii: "."), pattern.first != UInt8(ascii: ".") { return false }
        return matches(name)
    }

    /// A mismatch goes back to the last star only, so that the work stays the product of the two lengths.
    private func matches(_ name: [UInt8]) -> Bool {
        var at = 0
        var position = 0
        var star: Int?
        var starPosition = 0
        while position < name.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                star = at
                starPosition = position
                at += 1
            } else if let next = step(at, over: name[position]) {
                at = next
                position += 1
            } else if let star {
                at = star + 1
                starPosition += 1
                position = starPosition
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// The place behind the element at `at` when it accepts the byte.
    private func step(_ at: Int, over byte: UInt8) -> Int? {
        guard at < pattern.count else { return nil }
        switch pattern[at] {
        case UInt8(ascii: "?"):
            return at + 1
        case UInt8(ascii: "["):
            guard let set = characterSet(at) else { return byte == pattern[at] ? at + 1 : nil }
            return set.contains(byte) != set.isInverted ? set.end : nil
        case UInt8(ascii: "\\") where at + 1 < pattern.count:
            return byte == pattern[at + 1] ? at + 2 : nil
        default:
            return byte == pattern[at] ? at + 1 : nil
        }
    }

    private struct CharacterSet {
        var ranges: [ClosedRange<UInt8>] = []
        var isInverted = false
        var end = 0

        func contains(_ byte: UInt8) -> Bool { ranges.contains { $0.contains(byte) } }
    }

    /// `[a-z]`, `[!a-z]`; nil without a closing bracket, which makes the opening one an ordinary character.
    private func characterSet(_ start: Int) -> CharacterSet? {
        var set = CharacterSet()
        var at = start + 1
        if at < pattern.count, pattern[at] == UInt8(ascii: "!") || pattern[at] == UInt8(ascii: "^") {
            set.isInverted = true
            at += 1
        }
        let first = at
        while at < pattern.count, pattern[at] != UInt8(ascii: "]") || at == first {
            if at + 2 < pattern.count, pattern[at + 1] == UInt8(ascii: "-"),
                pattern[at + 2] != UInt8(ascii: "]")
            {
                if pattern[at] <= pattern[at + 2] { set.ranges.append(pattern[at]...pattern[at + 2]) }
                at += 3
            } else {
                set.ranges.append(pattern[at]...pattern[at])
                at += 1
            }
        }
        guard at < pattern.count else { return nil }
        set.end = at + 1
        return set
    }
}

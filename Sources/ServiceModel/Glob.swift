/// Shell patterns over names: `*`, `?` and `[a-z]`, as `fnmatch(3)` has them without flags.
package enum Glob {
    package static func isPattern(_ text: String) -> Bool {
        text.utf8.contains { $0 == star || $0 == any || $0 == open }
    }

    private static let star = UInt8(ascii: "*")
    private static let any = UInt8(ascii: "?")
    private static let open = UInt8(ascii: "[")

    /// Goes back to the last star only, so that the time is the product of the lengths at worst.
    package static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern.utf8)
        let text = Array(text.utf8)
        var (at, position) = (0, 0)
        var retry: (at: Int, position: Int)?
        while position < text.count {
            if at < pattern.count, pattern[at] == star {
                retry = (at + 1, position)
                at += 1
            } else if let next = step(pattern, at, text[position]) {
                at = next
                position += 1
            } else if let (after, from) = retry {
                retry = (after, from + 1)
                (at, position) = (after, from + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == star }
    }

    /// Where the pattern goes on when its element at `at` takes the byte; nil when it does not.
    private static func step(_ pattern: [UInt8], _ at: Int, _ byte: UInt8) -> Int? {
        guard at < pattern.count, pattern[at] != star else { return nil }
        if pattern[at] == any { return at + 1 }
        guard pattern[at] == open, let close = closing(pattern, at) else {
            return pattern[at] == byte ? at + 1 : nil
        }
        return set(pattern[(at + 1)..<close], contains: byte) ? close + 1 : nil
    }

    /// A bracket right after the opening one, or after its `!`, stands for itself.
    private static func closing(_ pattern: [UInt8], _ at: Int) -> Int? {
        var index = at + 1
        if index < pattern.count, isNegation(pattern[index]) { index += 1 }
        index += 1
        guard index < pattern.count else { return nil }
        return pattern[index...].firstIndex(of: UInt8(ascii: "]"))
    }

    private static func isNegation(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "!") || byte == UInt8(ascii: "^")
    }

    private static func set(_ members: ArraySlice<UInt8>, contains byte: UInt8) -> Bool {
        guard let first = members.first else { return false }
        let isNegated = isNegation(first)
        var rest = isNegated ? members.dropFirst() : members
        while let low = rest.popFirst() {
            if rest.count >= 2, rest.first == UInt8(ascii: "-") {
                let high = rest[rest.startIndex + 1]
                rest = rest.dropFirst(2)
                if low <= byte, byte <= high { return !isNegated }
            } else if low == byte {
                return !isNegated
            }
        }
        return isNegated
    }
}

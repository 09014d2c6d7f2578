/// The random 128 bits that name one run of a unit, written as 32 hexadecimal digits.
package struct InvocationID: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static let none = InvocationID(high: 0, low: 0)

    package var text: String {
        func digits(_ word: UInt64) -> String {
            let bare = String(word, radix: 16)
            return String(repeating: "0", count: 16 - bare.utf8.count) + bare
        }
        return digits(high) + digits(low)
    }
}

/// FNV-1a over 64 bits: tells changed units from unchanged ones. Not a defence against forgery, and none is
/// needed: both sets come from our own loader.
struct ContentHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: [UInt8]) {
        // The length first, so that a byte cannot move from one part to the next unnoticed.
        for shift in 0..<4 { mix(UInt8(truncatingIfNeeded: bytes.count >> (8 * shift))) }
        for byte in bytes { mix(byte) }
    }

    private mutating func mix(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
}

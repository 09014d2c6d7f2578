/// Appends fixed-width little-endian numbers, and length-prefixed strings and lists, to a buffer.
package struct ByteWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package init(reserving count: Int) {
        bytes.reserveCapacity(count)
    }

    package var count: Int { bytes.count }

    package mutating func write<Number: FixedWidthInteger>(_ number: Number) {
        var rest = number
        for _ in 0..<(Number.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    package mutating func write(_ flag: Bool) {
        bytes.append(flag ? 1 : 0)
    }

    /// A 32-bit length, then the UTF-8 bytes.
    package mutating func write(_ text: String) {
        write(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// A 32-bit length, then the bytes.
    package mutating func write(_ blob: [UInt8]) {
        write(UInt32(blob.count))
        bytes.append(contentsOf: blob)
    }

    /// The bytes alone, without a length.
    package mutating func writeRaw(_ blob: [UInt8]) {
        bytes.append(contentsOf: blob)
    }

    /// A 32-bit count, then each element.
    package mutating func write<Element>(_ list: [Element], _ one: (inout ByteWriter, Element) -> Void) {
        write(UInt32(list.count))
        for element in list { one(&self, element) }
    }

    /// A flag, then the value when there is one.
    package mutating func write<Value>(_ optional: Value?, _ one: (inout ByteWriter, Value) -> Void) {
        guard let value = optional else {
            write(false)
            return
        }
        write(true)
        one(&self, value)
    }
}

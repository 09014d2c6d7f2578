/// Bytes that are not what they should be. Carries the offset at which reading stopped.
package struct WireError: Error, Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        case truncated
        case tooLong
        case invalidUTF8
        case invalidValue
        case trailingBytes
        case checksum
    }

    package let reason: Reason
    package let offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

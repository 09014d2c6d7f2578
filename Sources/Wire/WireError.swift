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

extension WireError: CustomStringConvertible {
    package var description: String {
        let what =
            switch reason {
            case .truncated: "ends too early"
            case .tooLong: "is longer than permitted"
            case .invalidUTF8: "is not UTF-8"
            case .invalidValue: "has a value that means nothing"
            case .trailingBytes: "goes on after its end"
            case .checksum: "does not match its checksum"
            }
        return "\(what), at byte \(offset)"
    }
}

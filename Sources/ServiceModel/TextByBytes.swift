/// Text by its bytes. Swift compares characters as readers see them: a slash with a combining mark behind it is
/// another character than a slash, while it is one to the kernel and in every syntax read here. So nothing that
/// decides anything is asked of characters. Inlinable: to other modules the functions would be generic code, and slow.
extension StringProtocol where SubSequence == Substring {
    @usableFromInline
    var bytes: Substring.UTF8View { self[startIndex...].utf8 }

    @inlinable
    package func begins(with prefix: String) -> Bool { bytes.starts(with: prefix.utf8) }

    @inlinable
    package func ends(with suffix: String) -> Bool {
        bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }

    /// What follows the prefix; nil where the text begins otherwise.
    @inlinable
    package func rest(after prefix: String) -> Substring? {
        begins(with: prefix) ? Substring(bytes.dropFirst(prefix.utf8.count)) : nil
    }

    /// The same bytes, where texts are equal that look alike.
    @inlinable
    package func isIdentical(to other: some StringProtocol) -> Bool { bytes.elementsEqual(other.utf8) }

    /// ASCII only, as all of the following.
    @inlinable
    package func holds(_ character: Unicode.Scalar) -> Bool { bytes.contains(UInt8(ascii: character)) }

    @inlinable
    package func firstPosition(of character: Unicode.Scalar) -> Index? {
        bytes.firstIndex(of: UInt8(ascii: character))
    }

    @inlinable
    package func lastPosition(of character: Unicode.Scalar) -> Index? {
        bytes.lastIndex(of: UInt8(ascii: character))
    }

    @inlinable
    package func fields(
        at separator: Unicode.Scalar,
        maxSplits: Int = .max,
        omittingEmptySubsequences: Bool = true
    ) -> [Substring] {
        bytes.split(
            separator: UInt8(ascii: separator),
            maxSplits: maxSplits,
            omittingEmptySubsequences: omittingEmptySubsequences
        ).map { Substring($0) }
    }
}

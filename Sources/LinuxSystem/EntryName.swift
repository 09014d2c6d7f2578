/// The name of a directory entry, byte for byte: a service may name its files in no text encoding at all,
/// and they must still be found and removed.
package struct EntryName: Hashable, Sendable {
    /// With the final NUL.
    let bytes: [CChar]

    /// One name, never a path.
    package init(_ text: some StringProtocol) {
        precondition(!text.utf8.contains(UInt8(ascii: "/")), "an entry's name has no slash")
        bytes = text.utf8.map { CChar(bitPattern: $0) } + [0]
    }

    init(_ name: some Sequence<UInt8>) {
        bytes = name.map { CChar(bitPattern: $0) } + [0]
    }

    /// `.` or `..`.
    var isDots: Bool {
        let dot = CChar(bitPattern: UInt8(ascii: "."))
        return bytes == [dot, 0] || bytes == [dot, dot, 0]
    }

    /// For messages: what is not UTF-8 is replaced.
    package var text: String {
        String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension EntryName: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        self.init(text)
    }
}

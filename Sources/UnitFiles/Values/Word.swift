/// One word of a value: its bytes after quotes and escapes, and where it began.
struct Word: Equatable {
    let bytes: [UInt8]
    /// Offset within the value.
    let offset: Int
    /// Whether any of it stood in quotes or was escaped: a lone quoted `;` is no separator.
    let isQuoted: Bool
    /// Where the first escape stands that means nothing and was kept.
    let unknownEscape: Int?

    var text: String { String(decoding: bytes, as: UTF8.self) }
}

import ServiceModel

/// The text after the equals sign, continuation lines joined, that still knows where each byte came from.
struct SourceValue: Equatable {
    /// Where a stretch of the value began in the file.
    struct Segment: Equatable {
        let offset: Int
        let line: Int
        let column: Int
    }

    let file: String
    let bytes: [UInt8]
    let segments: [Segment]

    var isEmpty: Bool { bytes.isEmpty }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var start: SourceLocation { location(at: 0) }

    /// The place of a byte. Columns count characters, so bytes that continue one are not counted.
    func location(at offset: Int) -> SourceLocation {
        let segment = segments.last { $0.offset <= offset } ?? segments[0]
        let end = min(max(offset, segment.offset), bytes.count)
        let characters = bytes[min(segment.offset, end)..<end].count { $0 & 0xC0 != 0x80 }
        return SourceLocation(file: file, line: segment.line, column: segment.column + characters)
    }
}

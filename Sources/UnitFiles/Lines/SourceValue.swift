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

    /// Where the last question was answered: the next one goes on from there, so that a million words on one line cost
    /// one walk and not a million.
    private let cursor = Cursor()

    init(file: String, bytes: [UInt8], segments: [Segment]) {
        self.file = file
        self.bytes = bytes
        self.segments = segments
    }

    static func == (left: SourceValue, right: SourceValue) -> Bool {
        left.file == right.file && left.bytes == right.bytes && left.segments == right.segments
    }

    /// The place of a byte. Columns count characters, so bytes that continue one are not counted.
    func location(at offset: Int) -> SourceLocation {
        let wanted = min(max(offset, 0), bytes.count)
        if wanted < cursor.offset { cursor.reset() }
        while cursor.segment + 1 < segments.count, segments[cursor.segment + 1].offset <= wanted {
            cursor.segment += 1
            cursor.offset = segments[cursor.segment].offset
            cursor.characters = 0
        }
        cursor.characters += bytes[cursor.offset..<wanted].count { $0 & 0xC0 != 0x80 }
        cursor.offset = wanted
        let segment = segments[cursor.segment]
        return SourceLocation(file: file, line: segment.line, column: segment.column + cursor.characters)
    }

    private final class Cursor {
        var segment = 0
        var offset = 0
        var characters = 0

        func reset() {
            segment = 0
            offset = 0
            characters = 0
        }
    }
}

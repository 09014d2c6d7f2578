/// A line as it is drawn on one row of a terminal: where it is longer than the row, the part around the cursor.
struct LineView: Equatable {
    let text: String
    /// Columns from the start of the row to the cursor.
    let cursor: Int

    init(prompt: String, buffer: LineBuffer, columns: Int) {
        let room = max(4, columns - LineView.width(prompt) - 1)
        var start = buffer.cursor
        var width = 0
        // As much before the cursor as fits, with a column left for the cursor itself.
        while start > 0, width + LineView.width(buffer.characters[start - 1]) < room {
            start -= 1
            width += LineView.width(buffer.characters[start])
        }
        var end = buffer.cursor
        var total = width
        while end < buffer.characters.count, total + LineView.width(buffer.characters[end]) <= room {
            total += LineView.width(buffer.characters[end])
            end += 1
        }
        text = prompt + String(buffer.characters[start..<end])
        cursor = LineView.width(prompt) + width
    }

    /// What draws it, whatever was on the row before.
    var sequence: String {
        "\r\u{1B}[K" + text + "\r" + (cursor > 0 ? "\u{1B}[\(cursor)C" : "")
    }

    static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

    /// Columns of a character: two for East Asian wide ones and emoji, none for a mark that stands alone.
    static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

/// The line being edited, and where the cursor is in it.
struct LineBuffer: Equatable {
    private(set) var characters: [Character]
    /// Characters before the cursor.
    private(set) var cursor: Int

    init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    var text: String { String(characters) }
    var beforeCursor: String { String(characters[..<cursor]) }
    var isEmpty: Bool { characters.isEmpty }

    mutating func insert(_ character: Character) {
        // A combining mark joins the character before it: the whole is one character again.
        let before = String(characters[..<cursor]) + String(character)
        let rest = characters[cursor...]
        let joined = Array(before)
        characters = joined + rest
        cursor = joined.count
    }

    mutating func replace(last count: Int, with text: String) {
        let start = cursor - min(count, cursor)
        characters.replaceSubrange(start..<cursor, with: Array(text))
        cursor = start + text.count
    }

    mutating func move(by distance: Int) {
        cursor = min(max(0, cursor + distance), characters.count)
    }

    mutating func moveToStart() { cursor = 0 }
    mutating func moveToEnd() { cursor = characters.count }
    mutating func moveWordLeft() { cursor = wordStart }

    mutating func moveWordRight() {
        while cursor < characters.count, characters[cursor].isWhitespace { cursor += 1 }
        while cursor < characters.count, !characters[cursor].isWhitespace { cursor += 1 }
    }

    mutating func deleteBefore() {
        guard cursor > 0 else { return }
        cursor -= 1
        characters.remove(at: cursor)
    }

    mutating func deleteAfter() {
        if cursor < characters.count { characters.remove(at: cursor) }
    }

    mutating func deleteToEnd() { characters.removeLast(characters.count - cursor) }

    mutating func deleteToStart() {
        characters.removeFirst(cursor)
        cursor = 0
    }

    mutating func deleteWord() {
        let start = wordStart
        characters.removeSubrange(start..<cursor)
        cursor = start
    }

    private var wordStart: Int {
        var start = cursor
        while start > 0, characters[start - 1].isWhitespace { start -= 1 }
        while start > 0, !characters[start - 1].isWhitespace { start -= 1 }
        return start
    }
}

/// Keys in, a line out: the state of one line being edited. Draws nothing itself.
struct LineEditor {
    enum Step: Equatable {
        /// Draw the line again.
        case draw
        case clearScreen
        case complete
        case bell
        case accept(String)
        /// Control-C on a line with text: given up, a fresh one follows.
        case abandon
        /// Control-D or Control-C on an empty line.
        case leave
    }

    private(set) var buffer = LineBuffer()
    private let history: [String]
    /// Which line of the history is shown; its count: the fresh one.
    private var position: Int
    /// The fresh line while the history is looked through.
    private var draft = LineBuffer()

    init(history: [String]) {
        self.history = history
        position = history.count
    }

    mutating func press(_ key: Key) -> Step {
        switch key {
        case .enter: return .accept(buffer.text)
        case .tab: return .complete
        case .control(let letter): return press(control: letter)
        case .up: return look(back: true)
        case .down: return look(back: false)
        case .character(let character): buffer.insert(character)
        case .backspace: buffer.deleteBefore()
        case .delete: buffer.deleteAfter()
        case .left: buffer.move(by: -1)
        case .right: buffer.move(by: 1)
        case .wordLeft: buffer.moveWordLeft()
        case .wordRight: buffer.moveWordRight()
        case .home: buffer.moveToStart()
        case .end: buffer.moveToEnd()
        case .unknown: return .bell
        }
        return .draw
    }

    private mutating func press(control letter: Character) -> Step {
        switch letter {
        case "a": buffer.moveToStart()
        case "b": buffer.move(by: -1)
        case "e": buffer.moveToEnd()
        case "f": buffer.move(by: 1)
        case "k": buffer.deleteToEnd()
        case "u": buffer.deleteToStart()
        case "w": buffer.deleteWord()
        case "p": return look(back: true)
        case "n": return look(back: false)
        case "l": return .clearScreen
        case "c": return buffer.isEmpty ? .leave : .abandon
        case "d":
            if buffer.isEmpty { return .leave }
            buffer.deleteAfter()
        default: return .bell
        }
        return .draw
    }

    private mutating func look(back: Bool) -> Step {
        let next = position + (back ? -1 : 1)
        guard (0...history.count).contains(next) else { return .bell }
        if position == history.count { draft = buffer }
        position = next
        buffer = next == history.count ? draft : LineBuffer(history[next])
        return .draw
    }

    /// Puts a completion in the place of the last `count` characters before the cursor.
    mutating func complete(last count: Int, with text: String) {
        buffer.replace(last: count, with: text)
    }
}

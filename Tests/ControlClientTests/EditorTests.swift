import Testing

@testable import ControlClient

@Suite("The shell's line editor")
struct EditorTests {
    private func edited(_ bytes: [UInt8], history: [String] = []) -> LineEditor {
        var decoder = KeyDecoder()
        var editor = LineEditor(history: history)
        for key in decoder.keys(from: bytes) { _ = editor.press(key) }
        return editor
    }

    private func edited(_ text: String, history: [String] = []) -> String {
        edited(Array(text.utf8), history: history).buffer.text
    }

    @Test(
        "does what the keys say",
        arguments: [
            ("abc\u{1}X", "Xabc"), ("abc\u{1}\u{5}X", "abcX"), ("abc\u{1B}[D\u{1B}[DX", "aXbc"),
            ("abc\u{1B}[D\u{1B}[D\u{1B}[CX", "abXc"), ("abc\u{1B}[HX", "Xabc"),
            ("abc\u{1B}[1~\u{1B}[FX", "abcX"),
            ("abc\u{7F}", "ab"), ("abc\u{1B}[D\u{1B}[3~", "ab"), ("abc\u{1B}[D\u{1B}[D\u{B}", "a"),
            ("abc\u{1B}[D\u{15}", "c"), ("one two\u{17}", "one "), ("one two \u{17}", "one "),
            ("abc\u{1}\u{4}", "bc"), ("one two\u{1B}bX", "one Xtwo"), ("one two\u{1B}[1;5DX", "one Xtwo"),
            ("abc\u{1B}[99;99Zd", "abcd"), ("a\u{1B}OHb", "ba"),
        ]
    )
    func keys(typed: String, line: String) {
        #expect(edited(typed) == line)
    }

    @Test("takes a character of several bytes as one, however its bytes come")
    func unicode() {
        #expect(edited("añ日本\u{7F}\u{7F}x") == "añx")
        var decoder = KeyDecoder()
        var keys: [Key] = []
        for byte in "ñ日e\u{301}".utf8 { keys += decoder.keys(from: [byte]) }
        var editor = LineEditor(history: [])
        for key in keys { _ = editor.press(key) }
        #expect(editor.buffer.text == "ñ日e\u{301}")
        #expect(editor.buffer.characters.count == 3)
    }

    @Test("survives bytes that are no text")
    func noise() {
        #expect(edited([0x61, 0xFF, 0xC3, 0x28, 0xF8, 0x80, 0xED, 0xA0, 0x80, 0x62]).buffer.text == "a(b")
        for seed in 0..<2000 {
            var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
            let bytes = (0..<60).map { _ in
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                return UInt8(truncatingIfNeeded: state)
            }
            let buffer = edited(bytes, history: ["one", "two"]).buffer
            #expect((0...buffer.characters.count).contains(buffer.cursor))
        }
    }

    @Test("looks back through the history and returns to the line begun")
    func history() {
        let lines = ["first", "second"]
        #expect(edited("new\u{1B}[A", history: lines) == "second")
        #expect(edited("new\u{1B}[A\u{1B}[A\u{1B}[A", history: lines) == "first")
        #expect(edited("new\u{1B}[A\u{1B}[A\u{1B}[B\u{1B}[B", history: lines) == "new")
        #expect(edited("\u{10}\u{10}\u{E}!", history: lines) == "second!")
    }

    @Test("leaves with Control-D and Control-C on an empty line only")
    func leaving() {
        var editor = LineEditor(history: [])
        #expect(editor.press(.control("d")) == .leave)
        #expect(editor.press(.control("c")) == .leave)
        _ = editor.press(.character("x"))
        #expect(editor.press(.control("c")) == .abandon)
        #expect(editor.press(.enter) == .accept("x"))
    }

    @Test("shows the part of a long line around the cursor, never more than the window holds")
    func wideLines() {
        for columns in [20, 24, 80] {
            for text in [String(repeating: "x", count: 200), String(repeating: "日", count: 100)] {
                var buffer = LineBuffer(text)
                for _ in 0...text.count {
                    let view = LineView(prompt: "supervisor> ", buffer: buffer, columns: columns)
                    #expect(LineView.width(view.text) < columns)
                    #expect(view.cursor < columns)
                    buffer.move(by: -1)
                }
            }
        }
    }

    @Test("counts columns, not characters")
    func columns() {
        #expect(LineView.width("añ") == 2)
        #expect(LineView.width("日本") == 4)
        #expect(LineView.width("e\u{301}") == 1)
        let view = LineView(prompt: "> ", buffer: LineBuffer("日本"), columns: 80)
        #expect(view.sequence == "\r\u{1B}[K> 日本\r\u{1B}[6C")
    }
}

import LinuxSystem

/// One line on a terminal's standard error for what takes longer than a second: `stopping redis… 4 s`. Erased at the
/// end.
final class Progress {
    private let text: String
    private let output: Output
    private let started = Clock.monotonic()
    private var isShown = false

    /// Nil where nobody would see it.
    init?(_ text: String, _ output: Output, _ environment: ClientEnvironment) {
        guard !output.isJSON, environment.understandsEscapes, ClientTerminal.isTerminal(2) else { return nil }
        self.text = text
        self.output = output
    }

    deinit {
        erase()
    }

    func erase() {
        if isShown { output.transient("\r\u{1B}[K") }
        isShown = false
    }

    /// Milliseconds until the line says something new.
    var patience: Int32 { Int32(1000 - (Clock.monotonic() - started) / 1000 % 1000) }

    func update() {
        let seconds = (Clock.monotonic() - started) / 1_000_000
        guard seconds > 0 else { return }
        output.transient("\r" + Progress.line(text, seconds, columns: ClientTerminal.columns) + "\u{1B}[K")
        isShown = true
    }

    /// Never as wide as the window: a line that wraps cannot be taken back.
    static func line(_ text: String, _ seconds: UInt64, columns: Int) -> String {
        let end = "… \(seconds) s"
        let room = max(0, columns - 1 - end.count)
        return String(decoding: Output.harmless(String(text.prefix(room))), as: UTF8.self) + end
    }
}

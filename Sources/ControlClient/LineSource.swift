import LinuxSystem

/// Where the shell's lines come from: a terminal that is edited on, or a stream that is read.
final class LineSource {
    enum Line: Equatable {
        case text(String)
        /// A fresh prompt, please.
        case nothing
        case end
        /// A signal wants the program to end.
        case signal(Int32)
    }

    private let signals: ClientSignals
    private let isTerminal: Bool
    private let isEdited: Bool
    private var decoder = KeyDecoder()
    /// Keys typed ahead of the line they belong to.
    private var keys: [Key] = []
    private var waiting: [UInt8] = []

    init(signals: ClientSignals, environment: ClientEnvironment) {
        self.signals = signals
        isTerminal = ClientTerminal.isTerminal(0)
        isEdited = isTerminal && ClientTerminal.isTerminal(1) && environment.understandsEscapes
    }

    /// Whether somebody sits there, who wants a prompt.
    var isInteractive: Bool { isTerminal }

    func next(prompt: String, history: [String], completer: Completer, output: Output) throws(SystemError)
        -> Line
    {
        if isEdited {
            return try ClientTerminal.withRawKeys { () throws(SystemError) in
                try edit(prompt, LineEditor(history: history), completer, output)
            }
        }
        if isTerminal {
            output.raw(Array(prompt.utf8))
            output.flush()
        }
        return try read()
    }

    // MARK: a stream

    private func read() throws(SystemError) -> Line {
        while true {
            if let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: waiting[..<end], as: UTF8.self)
                waiting.removeFirst(end + 1)
                return .text(line)
            }
            guard let bytes = try ClientTerminal.read(signals: signals) else {
                if let line = try signalled() { return line }
                continue
            }
            guard !bytes.isEmpty else {
                guard !waiting.isEmpty else { return .end }
                defer { waiting = [] }
                return .text(String(decoding: waiting, as: UTF8.self))
            }
            waiting += bytes
        }
    }

    private func signalled() throws(SystemError) -> Line? {
        switch try signals.next() {
        case .none: nil
        case .interrupt: isTerminal ? .end : .signal(2)
        case .end(let number): .signal(number)
        }
    }

    // MARK: a terminal

    private func edit(
        _ prompt: String,
        _ start: LineEditor,
        _ completer: Completer,
        _ output: Output
    ) throws(SystemError) -> Line {
        var editor = start
        var lastWasTab = false
        draw(prompt, editor, output)
        while true {
            while !keys.isEmpty {
                let key = keys.removeFirst()
                let step = editor.press(key)
                switch step {
                case .draw:
                    // A pasted line is drawn once.
                    if keys.isEmpty { draw(prompt, editor, output) }
                case .clearScreen:
                    output.raw(Array("\u{1B}[H\u{1B}[2J".utf8))
                    draw(prompt, editor, output)
                case .bell: show("\u{07}", output)
                case .complete: complete(&editor, completer, lists: lastWasTab, prompt, output)
                case .accept(let text):
                    draw(prompt, editor, output)
                    show("\n", output)
                    return .text(text)
                case .abandon:
                    show("^C\n", output)
                    return .nothing
                case .leave:
                    show("\n", output)
                    return .end
                }
                lastWasTab = step == .complete
            }
            guard let bytes = try ClientTerminal.read(signals: signals) else {
                if let line = try signalled() {
                    show("\n", output)
                    return line
                }
                continue
            }
            guard !bytes.isEmpty else { return .end }
            keys += decoder.keys(from: bytes)
        }
    }

    private func draw(_ prompt: String, _ editor: LineEditor, _ output: Output) {
        let view = LineView(prompt: prompt, buffer: editor.buffer, columns: ClientTerminal.columns)
        show(view.sequence, output)
    }

    private func show(_ text: String, _ output: Output) {
        output.raw(Array(text.utf8))
        output.flush()
    }

    /// The first Tab completes as far as it is clear, the second lists what is possible.
    private func complete(
        _ editor: inout LineEditor,
        _ completer: Completer,
        lists: Bool,
        _ prompt: String,
        _ output: Output
    ) {
        let proposal = completer.propose(editor.buffer.beforeCursor)
        if proposal.agreed.count > proposal.typed {
            editor.complete(last: proposal.typed, with: proposal.agreed)
        } else if proposal.candidates.isEmpty || !lists {
            show("\u{07}", output)
        } else {
            show("\n", output)
            for row in Columns.rows(proposal.candidates, width: ClientTerminal.columns) {
                output.raw(Output.harmless(row) + Array("\n".utf8))
            }
        }
        draw(prompt, editor, output)
    }
}

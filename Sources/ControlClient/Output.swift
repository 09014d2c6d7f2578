import LinuxSystem
import ServiceModel
import Wire

/// Standard output and error: lines for people, or one JSON document for programs. A reader that went away, as in
/// `status | head`, is no error of ours.
final class Output {
    private let standard = FileDescriptor(owning: 1)
    private let problems = FileDescriptor(owning: 2)
    private let isColoured: Bool
    private var text: [UInt8] = []
    private var hasDocument = false
    /// Why standard output did not take everything.
    private(set) var failure: SystemError?
    /// Lines are then for nobody, and a problem is a document.
    var isJSON = false

    init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    func line(_ line: String) {
        self.line(StyledLine(line))
    }

    func line(_ line: StyledLine) {
        guard !isJSON else { return }
        for piece in line.pieces {
            let isStyled = isColoured && piece.colour != .plain
            if isStyled { text += Array("\u{1B}[\(piece.colour.rawValue)m".utf8) }
            text += Output.harmless(piece.text)
            if isStyled { text += Array("\u{1B}[0m".utf8) }
        }
        text.append(UInt8(ascii: "\n"))
    }

    /// Text that is ours, as it is.
    func raw(_ bytes: [UInt8]) {
        text += bytes
    }

    /// The document of this command.
    func document(_ body: (inout JSONWriter) -> Void) {
        guard isJSON else { return }
        var writer = JSONWriter(reserving: 4096)
        body(&writer)
        text += writer.bytes + [UInt8(ascii: "\n")]
        hasDocument = true
    }

    /// Lines on standard error; a program reads the same in the document.
    func problem(_ lines: String) {
        guard !isJSON else { return }
        // What was done so far comes first, also where both end in one terminal.
        flush()
        for line in lines.fields(at: "\n", omittingEmptySubsequences: false) {
            _ = Output.write(Output.harmless(String(line)) + [UInt8(ascii: "\n")], to: problems)
        }
    }

    func fail(_ failure: CommandFailure) {
        if failure.isAnswer { line(failure.message) } else { problem(failure.message) }
        if !hasDocument {
            document { writer in
                writer.object { writer in
                    writer.field("error", failure.name)
                    writer.field("message", failure.message)
                }
            }
        }
    }

    /// Straight to the terminal, on standard error.
    func transient(_ text: String) {
        _ = Output.write(Array(text.utf8), to: problems)
    }

    func flush() {
        if let failure = Output.write(text, to: standard) { self.failure = failure }
        text = []
    }

    /// Ends one command's output; the next one has a document of its own.
    func finish() {
        flush()
        hasDocument = false
    }

    /// Text that came from units may hold anything; a terminal must not take orders from it.
    static func harmless(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        // Nearly every line is plain, and a table of units has thousands.
        if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) { return bytes }
        bytes.removeAll(keepingCapacity: true)
        for scalar in text.unicodeScalars {
            let isOrder = scalar.value < 0x20 && scalar.value != 0x09 || (0x7F..<0xA0).contains(scalar.value)
            bytes += isOrder ? [UInt8(ascii: "?")] : Array(String(scalar).utf8)
        }
        return bytes
    }

    /// What went wrong, if it is anybody's concern: a reader that has gone does not want the rest.
    private static func write(_ bytes: [UInt8], to output: borrowing FileDescriptor) -> SystemError? {
        do {
            try output.deliver(bytes)
            return nil
        } catch {
            return error.errno == Errno.brokenPipe ? nil : error
        }
    }
}

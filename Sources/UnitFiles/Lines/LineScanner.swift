import ServiceModel

/// Cuts a file into assignments: comments, headings and continuation lines are its whole knowledge. Each
/// byte is looked at a bounded number of times.
struct LineScanner {
    /// systemd's bound on a line, continuation lines included.
    static let maximumLine = 1 << 20
    /// A unit file larger than this is no unit file; it keeps what is remembered of one file bounded.
    static let maximumFile = 16 << 20

    private(set) var assignments: [Assignment] = []
    private(set) var headings: [(name: String, location: SourceLocation)] = []
    /// Lines without `=`: what such a line was meant to be decides how bad it is.
    private(set) var strays: [(text: String, location: SourceLocation)] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// The file is no unit file, or not whole: what was read of it is not all that it says.
    private(set) var isRefused = false

    private let file: String
    private let bytes: [UInt8]
    private var position = 0
    private var lineNumber = 0
    private var section: String?
    private var pending: [UInt8] = []
    private var segments: [SourceValue.Segment] = []

    static func scan(_ text: UnitText) -> LineScanner {
        var scanner = LineScanner(text)
        scanner.scanAll()
        return scanner
    }

    private init(_ text: UnitText) {
        file = text.path
        bytes = text.bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private mutating func scanAll() {
        guard isText() else {
            isRefused = true
            return
        }
        while position < bytes.count {
            lineNumber += 1
            // Either ends a line, as for systemd, and both together end one.
            let end = bytes[position...].firstIndex { $0 == newline || $0 == carriageReturn } ?? bytes.count
            let isBoth = bytes[end...].starts(with: [carriageReturn, newline])
            let next = min(end + (isBoth ? 2 : 1), bytes.count)
            guard pending.count + (end - position) <= LineScanner.maximumLine else {
                refuseLine()
                return
            }
            take(position..<end)
            position = next
        }
        finishLine()
    }

    /// Nothing of the file is used: what follows the line may depend on it.
    private mutating func refuseLine() {
        let line = segments.first?.line ?? lineNumber
        fail(SourceLocation(file: file, line: line, column: 1), "this line is longer than 1 MiB")
        pending = []
        segments = []
        isRefused = true
    }

    /// A NUL or a byte that is not UTF-8 means that this is not a unit file, or a damaged one: nothing of
    /// it is used.
    private mutating func isText() -> Bool {
        guard bytes.count <= LineScanner.maximumFile else {
            fail(SourceLocation(file: file, line: 1, column: 1), "the file is larger than 16 MiB")
            return false
        }
        if let nul = bytes.firstIndex(of: 0) {
            fail(place(of: nul), "the file holds a NUL byte; a unit file is text")
            return false
        }
        guard let wrong = Utf8.firstInvalid(bytes) else { return true }
        fail(place(of: wrong), "the file is not valid UTF-8 here")
        return false
    }

    private func place(of offset: Int) -> SourceLocation {
        let before = bytes[..<offset]
        let line = before.indices.count { isEndOfLine($0) }
        let start = before.indices.last { isEndOfLine($0) }.map { $0 + 1 } ?? 0
        let characters = bytes[start..<offset].count { $0 & 0xC0 != 0x80 }
        return SourceLocation(file: file, line: line + 1, column: characters + 1)
    }

    /// Whether the line that the byte belongs to ends with it.
    private func isEndOfLine(_ offset: Int) -> Bool {
        switch bytes[offset] {
        case newline: true
        case carriageReturn: offset + 1 == bytes.count || bytes[offset + 1] != newline
        default: false
        }
    }

    private mutating func take(_ range: Range<Int>) {
        let text = bytes[range].drop { $0.isBlank }
        // Comments are dropped inside continued lines too.
        if let first = text.first, first == hash || first == semicolon { return }
        append(text)
        if endsInBackslash(text) {
            pending[pending.count - 1] = space
        } else {
            finishLine()
        }
    }

    private mutating func append(_ text: ArraySlice<UInt8>) {
        let column = bytes[position..<max(position, text.startIndex)].count { $0 & 0xC0 != 0x80 } + 1
        segments.append(SourceValue.Segment(offset: pending.count, line: lineNumber, column: column))
        pending += text
    }

    private func endsInBackslash(_ text: ArraySlice<UInt8>) -> Bool {
        text.reversed().prefix { $0 == backslash }.count % 2 == 1
    }

    private mutating func finishLine() {
        defer {
            pending = []
            segments = []
        }
        while let last = pending.last, last.isBlank { pending.removeLast() }
        guard let first = pending.first, let segment = segments.first else { return }
        let location = SourceLocation(file: file, line: segment.line, column: segment.column)
        if first == openBracket { takeHeading(location) } else { takeAssignment(location) }
    }

    private mutating func takeHeading(_ location: SourceLocation) {
        guard pending.last == closeBracket else {
            fail(location, "a section heading ends in ']': '\(String(decoding: pending, as: UTF8.self))'")
            section = nil
            return
        }
        let name = String(decoding: pending[1..<(pending.count - 1)], as: UTF8.self)
        section = name
        headings.append((name, location))
    }

    private mutating func takeAssignment(_ location: SourceLocation) {
        let line = pending
        guard let sign = line.firstIndex(of: equals) else {
            strays.append((String(decoding: line, as: UTF8.self), location))
            return
        }
        var keyEnd = sign
        while keyEnd > 0, line[keyEnd - 1].isBlank { keyEnd -= 1 }
        let key = String(decoding: line[..<keyEnd], as: UTF8.self)
        guard !key.isEmpty else {
            warn(location, "there is no key before '='")
            return
        }
        var valueStart = sign + 1
        while valueStart < line.count, line[valueStart].isBlank { valueStart += 1 }
        assignments.append(
            Assignment(
                section: section ?? "",
                key: key,
                keyLocation: location,
                value: value(from: valueStart)
            )
        )
    }

    private func value(from start: Int) -> SourceValue {
        let next = segments.firstIndex { $0.offset > start } ?? segments.count
        var moved: [SourceValue.Segment] = []
        if next > 0 {
            let first = segments[next - 1]
            let skipped = pending[first.offset..<start].count { $0 & 0xC0 != 0x80 }
            moved.append(SourceValue.Segment(offset: 0, line: first.line, column: first.column + skipped))
        }
        for segment in segments[next...] {
            moved.append(
                SourceValue.Segment(
                    offset: segment.offset - start,
                    line: segment.line,
                    column: segment.column
                )
            )
        }
        return SourceValue(file: file, bytes: Array(pending[start...]), segments: moved)
    }

    private mutating func fail(_ location: SourceLocation, _ message: String) {
        diagnostics.append(Diagnostic(.error, at: location, Printable.line(message)))
    }

    private mutating func warn(_ location: SourceLocation, _ message: String) {
        diagnostics.append(Diagnostic(.warning, at: location, Printable.line(message)))
    }
}

private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let hash = UInt8(ascii: "#")
private let semicolon = UInt8(ascii: ";")
private let backslash = UInt8(ascii: "\\")
private let space = UInt8(ascii: " ")
private let equals = UInt8(ascii: "=")
private let openBracket = UInt8(ascii: "[")
private let closeBracket = UInt8(ascii: "]")

extension UInt8 {
    /// systemd's white space within a line.
    var isBlank: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r")
    }

    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

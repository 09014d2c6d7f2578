import ServiceModel

/// Cuts a file into assignments: comments, headings and continuation lines are its whole knowledge. Each
/// byte is looked at a bounded number of times.
struct LineScanner {
    /// systemd's bound on a line, continuation lines included.
    static let maximumLine = 1 << 20

    private(set) var assignments: [Assignment] = []
    private(set) var headings: [(name: String, location: SourceLocation)] = []
    private(set) var diagnostics: [Diagnostic] = []

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
        guard isText() else { return }
        while position < bytes.count {
            lineNumber += 1
            var end = bytes[position...].firstIndex(of: newline) ?? bytes.count
            let next = min(end + 1, bytes.count)
            if end > position, bytes[end - 1] == carriageReturn { end -= 1 }
            take(position..<end)
            position = end == bytes.count ? bytes.count : next
            if isTooLong { return }
        }
        finishLine()
    }

    /// A NUL or a byte that is not UTF-8 means that this is not a unit file, or a damaged one: nothing of
    /// it is used.
    private mutating func isText() -> Bool {
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
        let line = before.count { $0 == newline }
        let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
        let characters = bytes[start..<offset].count { $0 & 0xC0 != 0x80 }
        return SourceLocation(file: file, line: line + 1, column: characters + 1)
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

    /// Nothing behind a line without end is read: the file is damaged, or meant to harm.
    private var isTooLong = false

    private mutating func append(_ text: ArraySlice<UInt8>) {
        if pending.count + text.count > LineScanner.maximumLine {
            fail(SourceLocation(file: file, line: lineNumber, column: 1), "this line is longer than 1 MiB")
            isTooLong = true
            return
        }
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
            warn(location, "this line is neither 'Key=value' nor a heading: '\(shortened(line))'")
            return
        }
        var keyEnd = sign
        while keyEnd > 0, line[keyEnd - 1].isBlank { keyEnd -= 1 }
        let key = String(decoding: line[..<keyEnd], as: UTF8.self)
        guard !key.isEmpty else {
            warn(location, "there is no key before '='")
            return
        }
        guard let section else {
            warn(location, "'\(key)=' stands before any section heading such as [Service]")
            return
        }
        var valueStart = sign + 1
        while valueStart < line.count, line[valueStart].isBlank { valueStart += 1 }
        assignments.append(
            Assignment(section: section, key: key, keyLocation: location, value: value(from: valueStart))
        )
    }

    private func value(from start: Int) -> SourceValue {
        var moved: [SourceValue.Segment] = []
        for segment in segments {
            if segment.offset > start {
                moved.append(
                    SourceValue.Segment(
                        offset: segment.offset - start,
                        line: segment.line,
                        column: segment.column
                    )
                )
            } else {
                let end = min(start, pending.count)
                let skipped = pending[segment.offset..<end].count { $0 & 0xC0 != 0x80 }
                moved = [SourceValue.Segment(offset: 0, line: segment.line, column: segment.column + skipped)]
            }
        }
        return SourceValue(file: file, bytes: Array(pending[min(start, pending.count)...]), segments: moved)
    }

    private func shortened(_ line: [UInt8]) -> String {
        let text = String(decoding: line, as: UTF8.self)
        return text.count > 60 ? text.prefix(60) + "…" : text
    }

    private mutating func fail(_ location: SourceLocation, _ message: String) {
        diagnostics.append(Diagnostic(.error, at: location, message))
    }

    private mutating func warn(_ location: SourceLocation, _ message: String) {
        diagnostics.append(Diagnostic(.warning, at: location, message))
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

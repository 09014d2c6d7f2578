package import ServiceModel

/// The syntax of `EnvironmentFile=`: `NAME=value` lines, `#` and `;` comments, shell-like quotes. A pure
/// function, so that the helper can call it when it has no privilege left.
package enum EnvironmentFileText {
    /// The assignments in file order. What is no assignment is left out, as systemd leaves it out.
    package static func parse(_ bytes: [UInt8]) -> [EnvironmentRequest.Assignment] {
        var parser = Parser()
        for byte in bytes { parser.take(byte) }
        parser.take(UInt8(ascii: "\n"))
        return parser.assignments
    }
}

private struct Parser {
    private enum State {
        case beforeKey, key, beforeValue, value, valueEscape, singleQuoted, doubleQuoted, doubleQuotedEscape
        case comment, commentEscape
    }

    private(set) var assignments: [EnvironmentRequest.Assignment] = []
    private var state = State.beforeKey
    private var key: [UInt8] = []
    private var value: [UInt8] = []
    /// How much of the value is kept when white space at its end is dropped.
    private var kept = 0

    mutating func take(_ byte: UInt8) {
        switch state {
        case .beforeKey: beginLine(byte)
        case .key: takeKey(byte)
        case .beforeValue: beginValue(byte)
        case .value: takeValue(byte)
        case .valueEscape:
            if byte != newline { keep(byte) }
            state = .value
        case .singleQuoted: if byte == quote { state = .beforeValue } else { keep(byte) }
        case .doubleQuoted: takeDoubleQuoted(byte)
        case .doubleQuotedEscape:
            // Only what a shell would need to escape loses its backslash; an escaped line end is no
            // character at all.
            if byte != newline {
                if !escapable.contains(byte) { keep(backslash) }
                keep(byte)
            }
            state = .doubleQuoted
        case .comment:
            if byte == backslash { state = .commentEscape } else if byte == newline { state = .beforeKey }
        case .commentEscape: state = .comment
        }
    }

    private mutating func beginLine(_ byte: UInt8) {
        if byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";") {
            state = .comment
        } else if !isSpace(byte) {
            key = [byte]
            state = .key
        }
    }

    private mutating func takeKey(_ byte: UInt8) {
        if byte == newline {
            state = .beforeKey
        } else if byte == UInt8(ascii: "=") {
            value = []
            kept = 0
            state = .beforeValue
        } else {
            key.append(byte)
        }
    }

    private mutating func beginValue(_ byte: UInt8) {
        switch byte {
        case newline: finish()
        case quote: state = .singleQuoted
        case doubleQuote: state = .doubleQuoted
        case backslash: state = .valueEscape
        default:
            guard !isSpace(byte) else { return }
            state = .value
            keep(byte)
        }
    }

    private mutating func takeValue(_ byte: UInt8) {
        switch byte {
        case newline: finish()
        case backslash: state = .valueEscape
        default:
            value.append(byte)
            if !isSpace(byte) { kept = value.count }
        }
    }

    private mutating func takeDoubleQuoted(_ byte: UInt8) {
        if byte == doubleQuote {
            state = .beforeValue
        } else if byte == backslash {
            state = .doubleQuotedEscape
        } else {
            keep(byte)
        }
    }

    private mutating func keep(_ byte: UInt8) {
        value.append(byte)
        kept = value.count
    }

    private mutating func finish() {
        state = .beforeKey
        while let last = key.last, isSpace(last) { key.removeLast() }
        let kept = value[..<kept]
        guard let name = String(validating: key, as: UTF8.self), isName(key), !kept.contains(0),
            let text = String(validating: kept, as: UTF8.self)
        else { return }
        assignments.append(EnvironmentRequest.Assignment(name: name, value: text))
    }

    private func isName(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
            || byte == newline
    }
}

private let newline = UInt8(ascii: "\n")
private let quote = UInt8(ascii: "'")
private let doubleQuote = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")
private let escapable: [UInt8] = [doubleQuote, backslash, UInt8(ascii: "`"), UInt8(ascii: "$")]

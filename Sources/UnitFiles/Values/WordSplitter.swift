/// Splits a value into words after systemd's rules: white space separates, single and double quotes group,
/// C escapes are resolved.
struct WordSplitter {
    enum Problem: Equatable {
        case unbalancedQuote(Int)
        case badEscape(Int)

        var offset: Int {
            switch self {
            case .unbalancedQuote(let offset), .badEscape(let offset): offset
            }
        }

        var message: String {
            switch self {
            case .unbalancedQuote: "this quote is never closed"
            case .badEscape: "unknown escape sequence; a backslash itself is written '\\\\'"
            }
        }
    }

    private let bytes: [UInt8]
    private var position = 0
    /// Command lines keep an escape that stands for nothing as it is written: shell scripts are full of them.
    private let isCommand: Bool

    private init(_ bytes: [UInt8], from start: Int, isCommand: Bool) {
        self.bytes = bytes
        position = start
        self.isCommand = isCommand
    }

    /// All words, or the first problem and the words before it.
    static func words(
        _ bytes: [UInt8],
        from start: Int = 0,
        isCommand: Bool = false
    ) -> Result<[Word], SplitFailure> {
        var splitter = WordSplitter(bytes, from: start, isCommand: isCommand)
        var words: [Word] = []
        while true {
            switch splitter.next() {
            case .success(let word):
                guard let word else { return .success(words) }
                words.append(word)
            case .failure(let failure):
                return .failure(SplitFailure(problem: failure.problem, before: words))
            }
        }
    }

    struct SplitFailure: Error, Equatable {
        let problem: Problem
        var before: [Word] = []
    }

    /// The next word; nil at the end.
    private mutating func next() -> Result<Word?, SplitFailure> {
        while position < bytes.count, bytes[position].isSpace { position += 1 }
        guard position < bytes.count else { return .success(nil) }
        let start = position
        if isCommand, isEscapedSemicolon {
            position += 2
            return .success(
                Word(bytes: [UInt8(ascii: ";")], offset: start, isQuoted: true, unknownEscape: nil)
            )
        }
        var word: [UInt8] = []
        var unknownEscape: Int?
        var quote: (byte: UInt8, at: Int)?
        var isQuoted = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\\") {
                isQuoted = true
                if let escaped = Escape.read(bytes, at: position) {
                    word += escaped.bytes
                    position += escaped.length
                } else if isCommand {
                    if unknownEscape == nil { unknownEscape = position }
                    word += bytes[position...].prefix(2)
                    position = min(position + 2, bytes.count)
                } else {
                    return .failure(SplitFailure(problem: .badEscape(position)))
                }
            } else if let open = quote, byte == open.byte {
                quote = nil
                position += 1
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = (byte, position)
                isQuoted = true
                position += 1
            } else if quote == nil, byte.isSpace {
                break
            } else {
                word.append(byte)
                position += 1
            }
        }
        if let quote { return .failure(SplitFailure(problem: .unbalancedQuote(quote.at))) }
        return .success(Word(bytes: word, offset: start, isQuoted: isQuoted, unknownEscape: unknownEscape))
    }

    /// `\;` is a semicolon only where it is a word of its own; elsewhere it is the shell's to read.
    private var isEscapedSemicolon: Bool {
        bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: ";")])
            && (position + 2 == bytes.count || bytes[position + 2].isSpace)
    }
}

extension UInt8 {
    var isSpace: Bool { isBlank || self == UInt8(ascii: "\n") }
}

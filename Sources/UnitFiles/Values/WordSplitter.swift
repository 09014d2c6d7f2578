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
    private let keepsUnknownEscapes: Bool

    init(_ bytes: [UInt8], keepsUnknownEscapes: Bool = false) {
        self.bytes = bytes
        self.keepsUnknownEscapes = keepsUnknownEscapes
    }

    /// All words, or the first problem.
    static func words(_ bytes: [UInt8], from start: Int = 0) -> Result<[Word], SplitFailure> {
        var splitter = WordSplitter(bytes)
        splitter.position = start
        var words: [Word] = []
        while true {
            switch splitter.next() {
            case .success(let word):
                guard let word else { return .success(words) }
                words.append(word)
            case .failure(let failure): return .failure(failure)
            }
        }
    }

    struct SplitFailure: Error, Equatable {
        let problem: Problem
    }

    /// The next word; nil at the end.
    mutating func next() -> Result<Word?, SplitFailure> {
        while position < bytes.count, bytes[position].isSpace { position += 1 }
        guard position < bytes.count else { return .success(nil) }
        let start = position
        var word: [UInt8] = []
        var quote: (byte: UInt8, at: Int)?
        var isQuoted = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\\") {
                isQuoted = true
                guard let escaped = Escape.read(bytes, at: position) else {
                    guard keepsUnknownEscapes else {
                        return .failure(SplitFailure(problem: .badEscape(position)))
                    }
                    word.append(byte)
                    position += 1
                    continue
                }
                word += escaped.bytes
                position += escaped.length
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
        return .success(Word(bytes: word, offset: start, isQuoted: isQuoted))
    }
}

extension UInt8 {
    var isSpace: Bool { isBlank || self == UInt8(ascii: "\n") }
}

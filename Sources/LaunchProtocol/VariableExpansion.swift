/// `$NAME` and `${NAME}` in a command's arguments, after systemd.service(5).
package enum VariableExpansion {
    /// A word that is `$NAME` becomes as many words as its value has, none when it is unset or empty.
    /// `${NAME}` anywhere in a word is replaced in place, and `$$` is a dollar sign.
    package static func expand(_ arguments: [String], _ value: (String) -> String?) -> [String] {
        arguments.flatMap { expand($0, value) }
    }

    private static func expand(_ word: String, _ value: (String) -> String?) -> [String] {
        let bytes = Array(word.utf8)
        guard bytes.contains(dollar) else { return [word] }
        if bytes.first == dollar, bytes.count > 1, bytes[1] != dollar, bytes[1] != open {
            return split(value(String(word.dropFirst())) ?? "")
        }
        return [replaced(bytes, value)]
    }

    private static func replaced(_ bytes: [UInt8], _ value: (String) -> String?) -> String {
        var result: [UInt8] = []
        var index = 0
        // Looked up once: a word full of braces that never close must not be searched again for each of them.
        let lastClose = bytes.lastIndex(of: close) ?? -1
        while index < bytes.count {
            if bytes[index] == dollar, index + 1 < bytes.count {
                if bytes[index + 1] == dollar {
                    result.append(dollar)
                    index += 2
                    continue
                }
                if bytes[index + 1] == open, index < lastClose,
                    let end = bytes[index...].firstIndex(of: close)
                {
                    let name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
                    result += (value(name) ?? "").utf8
                    index = end + 1
                    continue
                }
            }
            result.append(bytes[index])
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// White space separates, quotes group; a quote that is never closed reaches to the end.
    private static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var hasWord = false
        var quote: UInt8?
        for byte in text.utf8 {
            if let open = quote {
                if byte == open { quote = nil } else { word.append(byte) }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
                hasWord = true
            } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") {
                if hasWord { words.append(String(decoding: word, as: UTF8.self)) }
                word = []
                hasWord = false
            } else {
                word.append(byte)
                hasWord = true
            }
        }
        if hasWord { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }
}

private let dollar = UInt8(ascii: "$")
private let open = UInt8(ascii: "{")
private let close = UInt8(ascii: "}")

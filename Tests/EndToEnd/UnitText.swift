/// A unit file as a test reads it: enough of the syntax for the units in `examples/`, and nothing of the code
/// under test, so that the two cannot be wrong together.
struct UnitText {
    private var assignments: [(key: String, value: String)] = []

    init(_ text: String) {
        var line = ""
        for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if part.first == "#" { continue }
            line += part
            if line.last == "\\" {
                line.removeLast()
                continue
            }
            take(line)
            line = ""
        }
    }

    private mutating func take(_ line: String) {
        guard let equals = line.firstIndex(of: "="), !line.hasPrefix("[") else { return }
        assignments.append((String(line[..<equals]), String(line[line.index(after: equals)...])))
    }

    /// Every value of a list, those before an empty one forgotten.
    func list(_ key: String) -> [String] {
        let values = assignments.filter { $0.key == key }.map(\.value)
        return values.lastIndex(of: "").map { Array(values[($0 + 1)...]) } ?? values
    }

    func words(_ key: String) -> [String] { list(key).flatMap(UnitText.split) }

    func isSet(_ key: String) -> Bool { assignments.contains { $0.key == key } }

    /// The last value; nil when there is none or it is empty.
    func last(_ key: String) -> String? {
        assignments.last { $0.key == key }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    func flag(_ key: String) -> Bool? { last(key).map { ["yes", "true", "on", "1"].contains($0) } }

    /// Words with double and single quotes.
    private static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if quote == nil, character == " " {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + [word].compactMap { $0 }
    }
}

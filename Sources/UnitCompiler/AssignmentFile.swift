import ServiceModel

/// A file of shell-like assignments: `/etc/os-release`, `/etc/machine-info`.
enum AssignmentFile {
    static func values(_ bytes: [UInt8]) -> [String: String] {
        var values: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).fields(at: "\n") {
            guard let sign = line.firstPosition(of: "="), !line.begins(with: "#") else { continue }
            values[String(line[..<sign])] = unquoted(line[line.utf8.index(after: sign)...])
        }
        return values
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote
        else {
            return String(text)
        }
        var plain = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped, quote == "\"" {
                isEscaped = true
            } else {
                plain.append(character)
                isEscaped = false
            }
        }
        return plain
    }
}

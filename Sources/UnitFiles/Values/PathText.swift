import ServiceModel

/// Paths as unit files may write them.
enum PathText {
    /// Absolute, without `..`, repeated slashes and `.` taken out; nil for anything else.
    static func absolute(_ text: String) -> String? {
        guard text.begins(with: "/") else { return nil }
        guard let parts = parts(text) else { return nil }
        return "/" + parts.joined(separator: "/")
    }

    /// Relative, without `..`, not empty; nil for anything else.
    static func relative(_ text: String) -> String? {
        guard !text.begins(with: "/"), let parts = parts(text), !parts.isEmpty else { return nil }
        return parts.joined(separator: "/")
    }

    /// Fields between colons, of which those after a backslash belong to the field.
    static func fields(_ text: String) -> [String] {
        var fields: [[UInt8]] = [[]]
        var isEscaped = false
        for byte in text.utf8 {
            switch (byte, isEscaped) {
            case (UInt8(ascii: ":"), false): fields.append([])
            case (UInt8(ascii: "\\"), false):
                isEscaped = true
                continue
            case (UInt8(ascii: ":"), true), (UInt8(ascii: "\\"), true): fields[fields.count - 1].append(byte)
            case (_, true): fields[fields.count - 1] += [UInt8(ascii: "\\"), byte]
            case (_, false): fields[fields.count - 1].append(byte)
            }
            isEscaped = false
        }
        return fields.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func parts(_ text: String) -> [Substring]? {
        let parts = text.fields(at: "/").filter { $0 != "." }
        guard !parts.contains(where: { $0.isIdentical(to: "..") }), text.utf8.count < 4096,
            !text.utf8.contains(0)
        else { return nil }
        return parts
    }
}

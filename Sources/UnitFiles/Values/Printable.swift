/// Text from a file as it may reach a terminal or a log: one line, of bounded length, without control characters.
enum Printable {
    private static let maximumScalars = 400

    static func line(_ text: String) -> String {
        var line = ""
        for (count, scalar) in text.unicodeScalars.enumerated() {
            guard count < maximumScalars else { return line + "…" }
            if isControl(scalar) {
                line += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}

extension String {
    /// Without Foundation there is none.
    func replacing(_ mark: String, with text: String) -> String {
        var parts: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: mark) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return (parts + [String(rest)]).joined(separator: text)
    }
}

/// Paths as unit files may write them.
enum PathText {
    /// Absolute, without `..`, repeated slashes and `.` taken out; nil for anything else.
    static func absolute(_ text: String) -> String? {
        guard text.hasPrefix("/") else { return nil }
        guard let parts = parts(text) else { return nil }
        return "/" + parts.joined(separator: "/")
    }

    /// Relative, without `..`, not empty; nil for anything else.
    static func relative(_ text: String) -> String? {
        guard !text.hasPrefix("/"), let parts = parts(text), !parts.isEmpty else { return nil }
        return parts.joined(separator: "/")
    }

    private static func parts(_ text: String) -> [Substring]? {
        let parts = text.split(separator: "/").filter { $0 != "." }
        guard !parts.contains(".."), text.utf8.count < 4096, !text.utf8.contains(0) else { return nil }
        return parts
    }
}

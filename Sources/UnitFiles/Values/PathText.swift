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

    private static func parts(_ text: String) -> [Substring]? {
        let parts = text.fields(at: "/").filter { $0 != "." }
        guard !parts.contains(where: { $0.isIdentical(to: "..") }), text.utf8.count < 4096,
            !text.utf8.contains(0)
        else { return nil }
        return parts
    }
}

/// A file that was opened, judged and read while we still had privilege; understood later, without any.
package struct SourceFile: Hashable, Sendable {
    package let path: String
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

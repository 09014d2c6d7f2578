import ServiceModel

/// A name in a directory. Two that look alike are two files to the kernel, and so they are here.
struct FileName: Hashable, Comparable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: FileName, right: FileName) -> Bool { left.text.isIdentical(to: right.text) }

    static func < (left: FileName, right: FileName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

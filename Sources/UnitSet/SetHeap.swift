/// The variable part of a compiled set: equal parts are kept once.
struct SetHeap {
    private(set) var bytes: [UInt8] = []
    private let base: UInt64
    private var placed: [[UInt8]: SetReference] = [:]

    init(base: Int) {
        self.base = UInt64(base)
    }

    /// Where the next part would go, counted from the start of the file.
    var end: UInt64 { base + UInt64(bytes.count) }

    mutating func place(_ part: [UInt8]) -> SetReference {
        if let known = placed[part] { return known }
        let reference = SetReference(offset: end, length: UInt32(part.count))
        bytes.append(contentsOf: part)
        placed[part] = reference
        return reference
    }
}

/// How much of a stranger's JSON is read before it is refused.
package struct JSONLimits: Sendable {
    package let size: Int
    /// Arrays and objects within each other. The reader recurses once for each.
    package let depth: Int

    package init(size: Int, depth: Int = 32) {
        self.size = size
        self.depth = depth
    }
}

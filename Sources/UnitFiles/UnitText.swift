/// One file of a unit: the fragment, or a drop-in. Given in the order in which they take effect.
package struct UnitText: Hashable, Sendable {
    package let path: String
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

package import ServiceModel

/// The files that make one unit, in the order in which they apply.
package struct UnitSource: Hashable, Sendable {
    package let name: UnitName
    /// Nil for a masked unit, and where the file could not be read.
    package var fragment: SourceFile?
    package var dropIns: [SourceFile] = []
    /// Other names: links to the unit's file. Sorted.
    package var aliases: [UnitName] = []
    package var isMasked = false
    /// Linked from a `.wants` or `.requires` directory of a target.
    package var isWanted = false
    /// Why files were not read, or should not have been trusted.
    package var problems: [Diagnostic] = []

    package init(name: UnitName) {
        self.name = name
    }
}

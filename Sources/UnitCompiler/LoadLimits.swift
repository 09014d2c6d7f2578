/// How much the loader reads before it says that something is wrong, instead of filling the memory.
package enum LoadLimits {
    /// Of one unit file, drop-in or settings file.
    package static let fileSize = 1 << 20
    /// Of everything read in one run.
    package static let totalSize = 256 << 20
    /// Of everything compiled in one run: templates and specifiers make much of little.
    package static let compiledSize = 128 << 20
    /// Drop-ins of one unit.
    package static let dropIns = 4_096
    /// Names in one directory.
    package static let namesInDirectory = 1 << 18
    /// Links from an alias to the unit.
    package static let aliasDepth = 32
    /// Findings kept of one unit.
    package static let diagnostics = 1_000
}

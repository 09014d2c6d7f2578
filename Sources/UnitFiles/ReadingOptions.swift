package import ServiceModel

/// How unit files are read, and what the host says for their specifiers.
package struct ReadingOptions: Hashable, Sendable {
    /// systemd's reading: what cannot be understood is said and left out, safety or not.
    package var isLenient = false
    package var manager = ManagerSettings()
    package var specifiers = SpecifierValues()

    package init() {}
}

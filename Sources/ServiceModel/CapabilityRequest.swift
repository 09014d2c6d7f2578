/// The capability directives of a unit.
package struct CapabilityRequest: Hashable, Sendable {
    /// Nil: the set is left as the supervisor has it.
    package var bounding: CapabilitySet?
    package var ambient: CapabilitySet = []
    package var secureBits: SecureBits = []
    package var noNewPrivileges = false

    package init() {}
}

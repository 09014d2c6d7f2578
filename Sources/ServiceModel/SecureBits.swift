/// The secure bits of `SecureBits=`. Corresponds to `PR_SET_SECUREBITS` of `prctl(2)`.
package struct SecureBits: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let noRoot = SecureBits(rawValue: 1 << 0)
    package static let noRootLocked = SecureBits(rawValue: 1 << 1)
    package static let noSetUIDFixup = SecureBits(rawValue: 1 << 2)
    package static let noSetUIDFixupLocked = SecureBits(rawValue: 1 << 3)
    package static let keepCapabilities = SecureBits(rawValue: 1 << 4)
    package static let keepCapabilitiesLocked = SecureBits(rawValue: 1 << 5)

    /// The words of a unit file beside their bits.
    package static let names: [(name: String, bits: SecureBits)] = [
        ("keep-caps", .keepCapabilities), ("keep-caps-locked", .keepCapabilitiesLocked),
        ("no-setuid-fixup", .noSetUIDFixup), ("no-setuid-fixup-locked", .noSetUIDFixupLocked),
        ("noroot", .noRoot), ("noroot-locked", .noRootLocked),
    ]
}

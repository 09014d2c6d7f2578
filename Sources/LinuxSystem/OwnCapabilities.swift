import CLinux

/// The capability sets of this process as bit masks, bit n for capability n. Corresponds to
/// `capabilities(7)`.
package struct OwnCapabilities: Equatable, Sendable {
    package var effective: UInt64
    package var permitted: UInt64
    package var inheritable: UInt64

    package init(effective: UInt64, permitted: UInt64, inheritable: UInt64) {
        self.effective = effective
        self.permitted = permitted
        self.inheritable = inheritable
    }

    package static func current() throws(SystemError) -> OwnCapabilities {
        var sets = cl_capabilities()
        _ = try check("capget", unsafe cl_get_capabilities(&sets))
        return OwnCapabilities(
            effective: sets.effective,
            permitted: sets.permitted,
            inheritable: sets.inheritable
        )
    }

    /// CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER and CAP_FSETID.
    static let overFiles: UInt64 = 0b11111

    /// For a visit with another user's rights: the kernel takes these away by itself only from root. Returns what
    /// to apply afterwards.
    static func dropOverFiles() throws(SystemError) -> OwnCapabilities {
        let own = try current()
        var powerless = own
        powerless.effective &= ~overFiles
        try powerless.apply()
        return own
    }

    package func apply() throws(SystemError) {
        var sets = cl_capabilities(effective: effective, permitted: permitted, inheritable: inheritable)
        _ = try check("capset", unsafe cl_set_capabilities(&sets))
    }

    /// The bounding set, of as many capabilities as the kernel knows.
    package static func bounding() throws(SystemError) -> UInt64 {
        try read("prctl") { cl_bounding_has($0) }
    }

    /// What the kernel knows, whether this process may have it or not.
    package static func known() throws(SystemError) -> UInt64 {
        try read("prctl") {
            let found = cl_bounding_has($0)
            return found < 0 ? found : 1
        }
    }

    /// Takes everything but `kept` out of the bounding set, for good. Needs CAP_SETPCAP.
    package static func limitBounding(to kept: UInt64) throws(SystemError) {
        for capability in Int32(0)..<64 where kept & (1 << UInt64(capability)) == 0 {
            let dropped = cl_bounding_drop(capability)
            if dropped == -Errno.invalid { return }
            _ = try check("prctl", dropped)
        }
    }

    package static func ambient() throws(SystemError) -> UInt64 {
        try read("prctl") { cl_ambient_has($0) }
    }

    /// The ambient set becomes exactly `wanted`, which must be permitted and inheritable.
    package static func setAmbient(_ wanted: UInt64) throws(SystemError) {
        _ = try check("prctl", cl_ambient_clear())
        for capability in Int32(0)..<64 where wanted & (1 << UInt64(capability)) != 0 {
            _ = try check("prctl", cl_ambient_raise(capability))
        }
    }

    private static func read(_ call: String, _ has: (Int32) -> Int32) throws(SystemError) -> UInt64 {
        var set: UInt64 = 0
        for capability in Int32(0)..<64 {
            let found = has(capability)
            if found == -Errno.invalid { break }
            if try check(call, found) == 1 { set |= 1 << UInt64(capability) }
        }
        return set
    }

    package static func secureBits() throws(SystemError) -> UInt32 {
        UInt32(try check("prctl", cl_get_secure_bits()))
    }

    package static func setSecureBits(_ bits: UInt32) throws(SystemError) {
        _ = try check("prctl", cl_set_secure_bits(bits))
    }

    /// The permitted set survives the next change of user. The kernel forgets this on exec.
    package static func keepOnUserChange() throws(SystemError) {
        _ = try check("prctl", cl_keep_capabilities(1))
    }

    package static func setNoNewPrivileges() throws(SystemError) {
        _ = try check("prctl", cl_set_no_new_privileges())
    }

    package static func hasNoNewPrivileges() throws(SystemError) -> Bool {
        try check("prctl", cl_no_new_privileges()) == 1
    }
}

import CCapability
import LinuxSystem
import ServiceModel

/// The capabilities of this process in libcap's words.
enum HeldCapabilities {
    /// The effective set; what the kernel has and this build has no name for is left out.
    static func effective() throws(SystemError) -> CapabilitySet {
        // It allocates, and asks the kernel about ourselves: only the first can fail.
        guard let state = unsafe cap_get_proc() else {
            throw SystemError(call: "cap_get_proc", errno: Errno.noMemory)
        }
        defer { unsafe cap_free(UnsafeMutableRawPointer(state)) }
        var held = CapabilitySet()
        for number in 0..<min(Int(cap_max_bits()), CapabilitySet.names.count) {
            var flag = CAP_CLEAR
            guard unsafe cap_get_flag(state, cap_value_t(number), CAP_EFFECTIVE, &flag) == 0 else { continue }
            if flag == CAP_SET { held.insert(CapabilitySet(rawValue: 1 << UInt64(number))) }
        }
        return held
    }

    /// libcap's name for a capability's number, or nil when the number means nothing to it.
    static func name(_ number: Int) -> String? {
        guard number < Int(cap_max_bits()), let name = unsafe cap_to_name(cap_value_t(number)) else {
            return nil
        }
        defer { unsafe cap_free(name) }
        return unsafe String(cString: name)
    }
}

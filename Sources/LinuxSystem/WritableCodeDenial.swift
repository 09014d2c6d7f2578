import CLinux

/// The kernel's own guard of a process and all that descend from it, programs they execute included: no memory is
/// mapped to be written and executed, and none becomes executable later. Since Linux 6.3.
package enum WritableCodeDenial {
    package static var isAvailable: Bool { cl_writable_code_denial() >= 0 }

    /// For good. Corresponds to `PR_SET_MDWE`.
    package static func begin() throws(SystemError) {
        _ = try check("prctl", cl_deny_writable_code())
    }

    package static func holds() throws(SystemError) -> Bool {
        try check("prctl", cl_writable_code_denial()) & 1 == 1
    }
}

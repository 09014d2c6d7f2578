import CLinux

/// The session keyring of this process. Corresponds to `session-keyring(7)`.
package enum OwnKeyring {
    /// A new, empty, anonymous session keyring takes the place of the present one.
    package static func joinNewSession() throws(SystemError) {
        _ = try check("keyctl", cl_join_session_keyring())
    }

    /// The keys of the present user become reachable through the session keyring.
    package static func linkUserKeyring() throws(SystemError) {
        _ = try check("keyctl", cl_link_user_keyring())
    }

    /// False where no process can use keyrings at all: the kernel was built without them, or a filter
    /// around this container refuses the calls.
    package static var isAvailable: Bool {
        let result = cl_probe_keyrings()
        return result != -Errno.noSystemCall && result != -Errno.notPermitted
    }
}

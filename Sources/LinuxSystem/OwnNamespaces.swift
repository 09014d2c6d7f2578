import CLinux

/// Of which of the kernel's objects this process and its descendants have their own.
package enum OwnNamespaces {
    /// Corresponds to `CLONE_NEWNET` and `CLONE_NEWIPC`.
    package enum Kind: Int32, Sendable {
        case network = 0x4000_0000
        case ipc = 0x0800_0000
    }

    /// What stands for the one this process is in. Needs /proc.
    package static func current(_ kind: Kind) throws(SystemError) -> FileStatus {
        switch kind {
        case .network: try FileStatus.of("/proc/self/ns/net")
        case .ipc: try FileStatus.of("/proc/self/ns/ipc")
        }
    }

    /// Corresponds to `unshare(2)`.
    package static func leaveHosts(_ kind: Kind) throws(SystemError) {
        _ = try check("unshare", cl_leave_namespace(kind.rawValue))
    }

    /// Enters the namespace that a file stands for, or the one of a process that a descriptor names. EINVAL where the file
    /// stands for none of the kind. Corresponds to `setns(2)`.
    package static func enter(_ place: borrowing FileDescriptor, _ kind: Kind) throws(SystemError) {
        _ = try check("setns", cl_enter_namespace(place.rawValue, kind.rawValue))
    }

    /// Makes 127.0.0.1 and ::1 answer in a network that is new. Corresponds to `netdevice(7)`.
    package static func raiseLoopback() throws(SystemError) {
        _ = try check("ioctl", cl_raise_loopback())
    }
}

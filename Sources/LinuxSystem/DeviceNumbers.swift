import CLinux

/// What the kernel calls a device by.
package struct DeviceNumbers: Hashable, Sendable {
    package let isBlock: Bool
    package let major: UInt32
    package let minor: UInt32

    /// Of a device node; nil: the file is none.
    package static func node(_ path: String) throws(SystemError) -> DeviceNumbers? {
        var found = cl_device()
        _ = try check("stat", unsafe cl_device_of_path(path, &found))
        guard found.kind != 0 else { return nil }
        return DeviceNumbers(isBlock: found.kind == 2, major: found.major, minor: found.minor)
    }

    /// Of a block device's node, or of the device that another file lies on.
    package static func block(of path: String) throws(SystemError) -> DeviceNumbers {
        var found = cl_device()
        _ = try check("stat", unsafe cl_device_of_path(path, &found))
        switch found.kind {
        case 2: return DeviceNumbers(isBlock: true, major: found.major, minor: found.minor)
        case 0:
            return DeviceNumbers(
                isBlock: true,
                major: found.file_system_major,
                minor: found.file_system_minor
            )
        default: throw SystemError(call: "stat", errno: Errno.noBlockDevice)
        }
    }
}

import CLinux

/// Whom a file's access control list permits to write it, beside owner, group and everybody: acl(5), in the kernel's
/// encoding of `system.posix_acl_access`.
package struct AccessControlList: Hashable, Sendable {
    package enum Writer: Hashable, Sendable {
        case user(UInt32)
        case group(UInt32)
    }

    /// As far as the list's mask lets them, which stands in the group's bits of the mode.
    package let writers: [Writer]

    static let attribute = "system.posix_acl_access"
    /// The kernel keeps no longer attribute.
    static let capacity = 65536
    private static let version: UInt32 = 2
    private static let userTag: UInt16 = 0x02
    private static let groupTag: UInt16 = 0x08
    private static let writeBit: UInt16 = 0x02

    /// Of a file or directory, links not followed.
    package static func of(_ path: String) throws(SystemError) -> AccessControlList {
        var bytes = [UInt8](repeating: 0, count: capacity)
        let length = unsafe cl_get_attribute_of_path(path, attribute, &bytes, bytes.count)
        return try AccessControlList(bytes, length)
    }

    /// `length` is what the kernel returned; where there is no list, or the file system knows none, nobody is in it.
    init(_ bytes: [UInt8], _ length: Int) throws(SystemError) {
        switch Int32(clamping: -length) {
        case Errno.noData, Errno.notSupported:
            writers = []
        default:
            let list = bytes.prefix(try check("getxattr", length))
            guard list.count % 8 == 4, AccessControlList.number(list, 0, 4) == AccessControlList.version
            else {
                throw SystemError(call: "getxattr", errno: Errno.badMessage)
            }
            writers = stride(from: 4, to: list.count, by: 8).compactMap { AccessControlList.writer(list, $0) }
        }
    }

    /// An entry: two bytes tag, two bytes permissions, four bytes id.
    private static func writer(_ list: ArraySlice<UInt8>, _ offset: Int) -> Writer? {
        guard UInt16(number(list, offset + 2, 2)) & writeBit != 0 else { return nil }
        switch UInt16(number(list, offset, 2)) {
        case userTag: return .user(number(list, offset + 4, 4))
        case groupTag: return .group(number(list, offset + 4, 4))
        default: return nil
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>, _ offset: Int, _ count: Int) -> UInt32 {
        (0..<count).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }
}

extension FileDescriptor {
    package borrowing func accessControlList() throws(SystemError) -> AccessControlList {
        var bytes = [UInt8](repeating: 0, count: AccessControlList.capacity)
        let length = unsafe cl_get_attribute(rawValue, AccessControlList.attribute, &bytes, bytes.count)
        return try AccessControlList(bytes, length)
    }
}

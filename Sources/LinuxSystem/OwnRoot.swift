import CLinux

/// The root and the working directory of this process.
package enum OwnRoot {
    package static func changeDirectory(to path: String) throws(SystemError) {
        _ = try check("chdir", unsafe cl_change_directory(path))
    }

    /// Enters an open directory and makes it the root. Corresponds to `fchdir(2)` and `chroot(2)`.
    package static func change(to directory: borrowing FileDescriptor) throws(SystemError) {
        _ = try check("fchdir", cl_change_directory_to(directory.rawValue))
        _ = try check("chroot", cl_change_root_here())
    }

    /// The working directory as the kernel sees it: it begins with `(unreachable)` when it lies outside the
    /// root, and does not exist (ENOENT) when it was removed.
    package static func workingDirectory() throws(SystemError) -> String {
        var path = [CChar](repeating: 0, count: 4097)
        let length = try check("getcwd", unsafe cl_current_directory(&path, path.count))
        let bytes = path.prefix(max(length - 1, 0)).map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

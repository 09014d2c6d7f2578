import CLinux

extension FileDescriptor {
    /// Opens a path from the root or the working directory. Corresponds to `openat2(2)`.
    package static func open(
        _ path: String,
        _ flags: OpenFlags,
        mode: UInt32 = 0,
        resolve: ResolveFlags = []
    ) throws(SystemError) -> FileDescriptor {
        let opened = unsafe cl_open_resolved(CL_HERE, path, flags.rawValue, mode, resolve.rawValue)
        return FileDescriptor(owning: try check("openat2", opened))
    }

    /// Opens an entry of this directory.
    package borrowing func open(
        _ name: EntryName,
        _ flags: OpenFlags,
        mode: UInt32 = 0,
        resolve: ResolveFlags = []
    ) throws(SystemError) -> FileDescriptor {
        let opened = unsafe cl_open_resolved(rawValue, name.bytes, flags.rawValue, mode, resolve.rawValue)
        return FileDescriptor(owning: try check("openat2", opened))
    }

    /// Opens an entry of this directory with another user's rights and no others: the file-system identity
    /// and the groups change for the one call, and no capability over files helps. Needs CAP_SETUID and CAP_SETGID.
    package borrowing func open(
        _ name: EntryName,
        _ flags: OpenFlags,
        mode: UInt32,
        resolve: ResolveFlags,
        asUser uid: UInt32,
        group gid: UInt32,
        groups: [UInt32]
    ) throws(SystemError) -> FileDescriptor {
        let own = try OwnCapabilities.dropOverFiles()
        let opened = unsafe cl_open_as(
            rawValue,
            name.bytes,
            flags.rawValue,
            mode,
            resolve.rawValue,
            uid,
            gid,
            groups,
            groups.count
        )
        let file = FileDescriptor(owning: max(opened, -1))
        try own.apply()
        _ = try check("openat2", opened)
        return file
    }

    /// Whether a user may make and rename entries of this directory, access control lists considered.
    package borrowing func mayBeChanged(byUser uid: UInt32, group gid: UInt32, groups: [UInt32])
        throws(SystemError) -> Bool
    {
        let own = try OwnCapabilities.dropOverFiles()
        let answer = unsafe cl_may_change_as(rawValue, uid, gid, groups, groups.count)
        try own.apply()
        if answer == -Errno.accessDenied || answer == -Errno.readOnly { return false }
        _ = try check("faccessat2", answer)
        return true
    }

    /// The whole file, which must not be larger than `limit`: EFBIG otherwise.
    package borrowing func contents(upTo limit: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let part = try read(upTo: min(16384, limit + 1 - bytes.count)), !part.isEmpty {
            bytes += part
            guard bytes.count <= limit else { throw SystemError(call: "read", errno: Errno.fileTooLarge) }
        }
        return bytes
    }

    /// Writes everything; a short write is continued.
    package borrowing func writeAll(_ bytes: [UInt8]) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            guard let count = try write(bytes, from: written), count > 0 else {
                throw SystemError(call: "write", errno: Errno.wouldBlock)
            }
            written += count
        }
    }
}

import CLinux

/// Which numbers descriptors have, and which of them a program executed next will find.
extension FileDescriptor {
    /// The same open file under the number `target`, which the next program inherits; what was there is
    /// closed.
    package borrowing func place(at target: Int32) throws(SystemError) {
        _ = try check("dup2", cl_duplicate_onto(rawValue, target))
    }

    /// The same open file under a number of at least `minimum`, close-on-exec.
    package borrowing func duplicate(above minimum: Int32) throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try check("fcntl", cl_duplicate_above(rawValue, minimum)))
    }

    package borrowing func makeBlocking() throws(SystemError) {
        _ = try check("fcntl", cl_make_blocking(rawValue))
    }

    /// Whether this is a file in memory that nobody can change any more.
    package borrowing func isSealed() throws(SystemError) -> Bool {
        // F_SEAL_SHRINK, F_SEAL_GROW and F_SEAL_WRITE: length and contents stand.
        let wanted: Int32 = 0x2 | 0x4 | 0x8
        return try check("fcntl", cl_seals_of(rawValue)) & wanted == wanted
    }

    /// Whether the file lies in a cgroup hierarchy of version 1 or 2.
    package borrowing func isInControlGroups() throws(SystemError) -> Bool {
        let magic = cl_file_system_of(rawValue)
        if magic < 0 { throw SystemError(call: "fstatfs", errno: Int32(-magic)) }
        return magic == 0x6367_7270 || magic == 0x27_e0eb
    }

    /// A connection to the listening socket that was opened with `.path`. Needs /proc. Corresponds to `connect(2)` of
    /// a stream socket.
    package static func connected(to socket: borrowing FileDescriptor) throws(SystemError) -> FileDescriptor {
        let path = "/proc/self/fd/\(socket.rawValue)"
        return FileDescriptor(owning: try check("connect", unsafe cl_unix_connect(path, path.utf8.count, 1)))
    }
}

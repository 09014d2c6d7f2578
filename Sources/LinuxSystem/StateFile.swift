import CLinux

/// The daemon's own files and directories, by path: places that only the daemon's user can write.
package enum StateFile {
    /// Makes a directory; one that exists already is fine.
    package static func makeDirectory(_ path: String, mode: UInt32) throws(SystemError) {
        let result = unsafe cl_make_directory(path, mode)
        if result == -Errno.exists { return }
        _ = try check("mkdir", result)
    }

    /// Makes a directory and every missing one above it.
    package static func makeDirectories(_ path: String, mode: UInt32) throws(SystemError) {
        var reached = ""
        for component in path.utf8.split(separator: UInt8(ascii: "/")) {
            reached += "/" + Substring(component)
            let result = unsafe cl_make_directory(reached, mode)
            if result < 0, result != -Errno.exists { throw SystemError(call: "mkdir", errno: -result) }
        }
    }

    package static func removeDirectory(_ path: String) throws(SystemError) {
        _ = try check("rmdir", unsafe cl_remove_directory(path))
    }

    package static func remove(_ path: String) throws(SystemError) {
        _ = try check("unlink", unsafe cl_remove_file(path))
    }

    package static func rename(_ path: String, to other: String) throws(SystemError) {
        _ = try check("rename", unsafe cl_rename_file(path, other))
    }

    package static func changeMode(_ path: String, _ mode: UInt32) throws(SystemError) {
        _ = try check("chmod", unsafe cl_change_mode(path, mode))
    }

    package static func changeOwner(_ path: String, uid: UInt32, gid: UInt32) throws(SystemError) {
        _ = try check("lchown", unsafe cl_change_owner(path, uid, gid))
    }

    package static func openForReading(_ path: String) throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try check("open", unsafe cl_open_for_reading(path)))
    }

    package static func openForAppending(_ path: String, mode: UInt32) throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try check("open", unsafe cl_open_for_appending(path, mode)))
    }

    /// Opens a lock file and takes the lock; `EWOULDBLOCK` when another process holds it. The lock is given
    /// back when the descriptor is closed. Corresponds to `flock(2)`.
    package static func lock(_ path: String) throws(SystemError) -> FileDescriptor {
        let file = FileDescriptor(owning: try check("open", unsafe cl_open_lock(path, 0o600)))
        _ = try check("flock", cl_lock_exclusively(file.rawValue))
        return file
    }

    /// A small file, such as one of /proc or a cgroup, whole; `EFBIG` when it is larger.
    package static func contents(_ path: String, upTo limit: Int = 65536) throws(SystemError) -> [UInt8] {
        let file = try openForReading(path)
        let bytes = try beginning(of: file, upTo: limit)
        if bytes.count == limit, let more = try file.read(upTo: 1), !more.isEmpty {
            throw SystemError(call: "read", errno: Errno.fileTooLarge)
        }
        return bytes
    }

    /// As much of a file as may be read.
    package static func beginning(of path: String, upTo limit: Int) throws(SystemError) -> [UInt8] {
        try beginning(of: try openForReading(path), upTo: limit)
    }

    private static func beginning(of file: borrowing FileDescriptor, upTo limit: Int) throws(SystemError)
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            guard let part = try file.read(upTo: min(4096, limit - bytes.count)), !part.isEmpty else { break }
            bytes += part
        }
        return bytes
    }

    /// Writes a short text to an existing file of the kernel's in one call.
    package static func write(_ text: String, to path: String) throws(SystemError) {
        let file = FileDescriptor(owning: try check("open", unsafe cl_open_for_writing(path)))
        _ = try file.write(Array(text.utf8))
    }

    /// The names in a directory that are numbers, such as the pids of /proc.
    package static func numbers(in path: String) throws(SystemError) -> [Int32] {
        var numbers = [Int32](repeating: 0, count: 65536)
        let count = try check("opendir", unsafe cl_list_numbers(path, &numbers, numbers.count))
        return Array(numbers.prefix(count))
    }
}

import CLinux

extension FileDescriptor {
    package borrowing func size() throws(SystemError) -> Int64 {
        let size = cl_file_size(rawValue)
        if size < 0 { throw SystemError(call: "fstat", errno: Int32(-size)) }
        return size
    }

    package borrowing func truncate(to size: Int64) throws(SystemError) {
        _ = try check("ftruncate", cl_truncate_file(rawValue, size))
    }

    /// Waits until the file's data is on its disk. Corresponds to `fdatasync(2)`.
    package borrowing func syncData() throws(SystemError) {
        _ = try check("fdatasync", cl_sync_data(rawValue))
    }
}

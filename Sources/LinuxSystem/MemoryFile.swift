import CLinux

/// A file in memory, sealed once written. Corresponds to `memfd_create(2)`.
package struct MemoryFile: ~Copyable {
    package let descriptor: FileDescriptor

    package init(name: String) throws(SystemError) {
        descriptor = FileDescriptor(owning: try check("memfd_create", unsafe cl_memory_file(name)))
    }

    /// Writes everything from the start and seals the file against any change.
    package func fill(_ bytes: [UInt8]) throws(SystemError) {
        try write(bytes)
        try seal()
    }

    /// Writes everything from the start.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let chunk = Array(bytes[written...].prefix(1 << 20))
            let put = unsafe cl_write_at(descriptor.rawValue, chunk, chunk.count, Int64(written))
            written += try check("pwrite", put)
        }
    }

    /// No write, growth or shrinking from here on, by anybody.
    package func seal() throws(SystemError) {
        _ = try check("fcntl", cl_seal(descriptor.rawValue))
    }
}

import CLinux

/// An open directory: everything below it is reached by its descriptor, so that what was checked is what is
/// read.
package struct Directory: ~Copyable {
    private let descriptor: FileDescriptor

    /// Links in the path are followed.
    package init(_ path: String) throws(SystemError) {
        descriptor = FileDescriptor(owning: try check("open", unsafe cl_open_directory(path)))
    }

    /// A directory below another; `ENOTDIR` or `ELOOP` when the name is a link.
    package init(_ name: String, in parent: borrowing Directory) throws(SystemError) {
        let raw = unsafe cl_open_directory_at(parent.descriptor.rawValue, name)
        descriptor = FileDescriptor(owning: try check("openat", raw))
    }

    package func status() throws(SystemError) -> FileStatus {
        try descriptor.status()
    }

    package func accessControlList() throws(SystemError) -> AccessControlList {
        try descriptor.accessControlList()
    }

    /// Of the entry itself, not of what it links to.
    package func status(of name: String) throws(SystemError) -> FileStatus {
        var status = cl_status()
        _ = try check("fstatat", unsafe cl_status_at(descriptor.rawValue, name, &status))
        return FileStatus(status)
    }

    /// A file for reading; `ELOOP` for a link. Opening never waits, not even for a FIFO.
    package func open(_ name: String) throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try check("openat", unsafe cl_open_file_at(descriptor.rawValue, name)))
    }

    /// What a symbolic link says; nil when that is not UTF-8.
    package func linkTarget(of name: String) throws(SystemError) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let length = try check("readlinkat", Directory.readLink(descriptor.rawValue, name, &buffer))
        return String(validating: buffer.prefix(length), as: UTF8.self)
    }

    private static func readLink(_ directory: Int32, _ name: String, _ buffer: inout [UInt8]) -> Int {
        unsafe buffer.withUnsafeMutableBytes { bytes -> Int in
            guard let base = bytes.baseAddress else { return 0 }
            return unsafe cl_read_link_at(
                directory,
                name,
                base.assumingMemoryBound(to: CChar.self),
                bytes.count
            )
        }
    }

    /// The names in the directory, unsorted, without `.` and `..`; nil when there are more than `limit`. What is not
    /// UTF-8 is replaced in them, and such a name then finds nothing.
    package func names(limit: Int) throws(SystemError) -> [String]? {
        var names: [String] = []
        var buffer = [UInt8](repeating: 0, count: 32768)
        while true {
            let length = try check(
                "getdents64",
                unsafe cl_read_entries(descriptor.rawValue, &buffer, buffer.count)
            )
            if length == 0 { return names }
            Directory.collect(buffer[..<length], into: &names)
            if names.count > limit { return nil }
        }
    }

    /// `struct linux_dirent64`: 8 bytes inode, 8 bytes offset, 2 bytes record length, 1 byte type, then the
    /// name with its end mark.
    private static func collect(_ records: ArraySlice<UInt8>, into names: inout [String]) {
        var offset = records.startIndex
        while offset + 19 < records.endIndex {
            let length = Int(records[offset + 16]) | Int(records[offset + 17]) << 8
            guard length > 19, offset + length <= records.endIndex else { return }
            let bytes = records[(offset + 19)..<(offset + length)].prefix { $0 != 0 }
            offset += length
            let name = String(decoding: bytes, as: UTF8.self)
            if name != ".", name != ".." { names.append(name) }
        }
    }
}

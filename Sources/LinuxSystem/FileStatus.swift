import CLinux

/// What the kernel says of a file. Corresponds to `fstat(2)`.
package struct FileStatus: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case regular, directory, symbolicLink
        /// A FIFO, a socket or a device: nothing to be read as a file.
        case other
    }

    package let kind: Kind
    /// A FIFO: who opens or reads it may wait for ever for somebody at its other end.
    package let isPipe: Bool
    /// The twelve permission bits.
    package let mode: UInt16
    package let owner: UInt32
    package let group: UInt32
    package let size: Int64
    package let device: UInt64
    package let inode: UInt64
    package let links: UInt64
    /// When content or attributes last changed, in nanoseconds of the wall clock.
    package let changedAt: Int64

    init(_ status: cl_status) {
        kind =
            switch status.mode & 0o170000 {
            case 0o100000: .regular
            case 0o040000: .directory
            case 0o120000: .symbolicLink
            default: .other
            }
        isPipe = status.mode & 0o170000 == 0o010000
        mode = UInt16(status.mode & 0o7777)
        owner = status.uid
        group = status.gid
        size = status.size
        device = status.device
        inode = status.inode
        links = status.links
        changedAt = status.changed
    }
}

extension FileStatus {
    /// Of the file at a path, links followed.
    package static func of(_ path: String) throws(SystemError) -> FileStatus {
        var status = cl_status()
        _ = try check("stat", unsafe cl_status_of_path(path, &status))
        return FileStatus(status)
    }

    /// Of what stands at a path itself, a link too.
    package static func ofEntry(_ path: String) throws(SystemError) -> FileStatus {
        var status = cl_status()
        _ = try check("lstat", unsafe cl_status_at(CL_AT_FDCWD, path, &status))
        return FileStatus(status)
    }

    package func isSameFile(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode
    }
}

extension FileDescriptor {
    package borrowing func status() throws(SystemError) -> FileStatus {
        var status = cl_status()
        _ = try check("fstat", unsafe cl_status(rawValue, &status))
        return FileStatus(status)
    }

    /// Of an entry of this directory itself, not of what it links to.
    package borrowing func status(of name: EntryName) throws(SystemError) -> FileStatus {
        var status = cl_status()
        _ = try check("fstatat", unsafe cl_status_at(rawValue, name.bytes, &status))
        return FileStatus(status)
    }
}

extension FileDescriptor {
    /// Whether a number that this program was given stands for an open descriptor.
    package static func isOpen(_ number: Int32) -> Bool {
        var status = cl_status()
        return unsafe cl_status(number, &status) == 0
    }
}

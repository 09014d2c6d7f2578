import CLinux

/// A listening stream socket in the file system.
package struct ListeningSocket: ~Copyable {
    package let descriptor: FileDescriptor

    /// Binds and listens; never blocks afterwards. The mode of the new file follows the umask.
    package init(path: String, backlog: Int32) throws(SystemError) {
        let result = unsafe cl_unix_listen(path, path.utf8.count, backlog)
        descriptor = FileDescriptor(owning: try check("bind", result))
    }

    /// The next waiting connection, nil when there is none.
    package func accept() throws(SystemError) -> FileDescriptor? {
        let client = cl_accept(descriptor.rawValue)
        if client == -Errno.wouldBlock { return nil }
        return FileDescriptor(owning: try check("accept4", client))
    }
}

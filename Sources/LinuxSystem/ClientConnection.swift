import CLinux

/// A client's blocking connection to a stream socket in the file system.
package enum ClientConnection {
    /// `timeout` in seconds bounds each read and write; 0: no bound.
    package static func open(_ path: String, timeout: Int32) throws(SystemError) -> FileDescriptor {
        let result = unsafe cl_unix_connect(path, path.utf8.count, timeout)
        return FileDescriptor(owning: try check("connect", result))
    }
}

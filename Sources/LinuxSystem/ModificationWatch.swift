import CLinux

/// Watches files for modification, one descriptor for all of them. Corresponds to `inotify(7)`.
package struct ModificationWatch: ~Copyable {
    package let descriptor: FileDescriptor

    package init() throws(SystemError) {
        descriptor = FileDescriptor(owning: try check("inotify_init1", cl_inotify_create()))
    }

    package func add(_ path: String) throws(SystemError) -> Int32 {
        try check("inotify_add_watch", unsafe cl_inotify_watch_modify(descriptor.rawValue, path))
    }

    /// A watch whose file is gone is gone too; that is no error here.
    package func remove(_ watch: Int32) {
        _ = cl_inotify_unwatch(descriptor.rawValue, watch)
    }

    /// The watches that fired.
    package func fired() throws(SystemError) -> [Int32] {
        var watches = [Int32](repeating: 0, count: 256)
        let count = unsafe cl_inotify_read(descriptor.rawValue, &watches, watches.count)
        if count == -Int(Errno.wouldBlock) { return [] }
        return Array(watches.prefix(try check("read", count)))
    }
}

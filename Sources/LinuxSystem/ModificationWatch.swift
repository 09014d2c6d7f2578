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

    package enum Fired: Equatable {
        /// These, in their order, perhaps several times.
        case some([Int32])
        /// More than the kernel keeps account of: any may have.
        case uncounted
    }

    /// The watches that fired since the last look.
    package func fired() throws(SystemError) -> Fired {
        var watches = [Int32](repeating: 0, count: 256)
        let got = unsafe cl_inotify_read(descriptor.rawValue, &watches, watches.count)
        let count = got == -Int(Errno.wouldBlock) ? 0 : try check("read", got)
        let fired = watches.prefix(count)
        // IN_Q_OVERFLOW has no watch.
        return fired.contains(-1) ? .uncounted : .some(Array(fired))
    }
}

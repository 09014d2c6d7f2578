import CLinux

/// An open descriptor with one owner: closed when its owner lets go, close-on-exec from birth.
package struct FileDescriptor: ~Copyable {
    /// The number the kernel knows it by. Only `LinuxSystem` and `CLinux` work with raw numbers.
    package let rawValue: Int32

    /// Takes ownership of an open descriptor.
    package init(owning rawValue: Int32) {
        self.rawValue = rawValue
    }

    deinit {
        _ = cl_close(rawValue)
    }

    /// Gives the number up without closing it.
    package consuming func release() -> Int32 {
        let number = rawValue
        discard self
        return number
    }
}

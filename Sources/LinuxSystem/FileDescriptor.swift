import CLinux

/// An open descriptor with one owner: closed when its owner lets go, close-on-exec from birth.
public struct FileDescriptor: ~Copyable {
    /// The number the kernel knows it by. Only `LinuxSystem` and `CLinux` work with raw numbers.
    package private(set) var rawValue: Int32

    /// Takes ownership of an open descriptor.
    package init(owning rawValue: Int32) {
        self.rawValue = rawValue
    }

    deinit {
        if rawValue >= 0 { _ = cl_close(rawValue) }
    }

    /// Gives the number up without closing it.
    package consuming func release() -> Int32 {
        let number = rawValue
        rawValue = -1
        return number
    }
}

import CLinux

/// How a file is opened. Corresponds to the flags of `openat2(2)`; every descriptor is close-on-exec and no
/// terminal becomes a controlling one.
package struct OpenFlags: OptionSet, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    private init(_ flag: Int32) {
        rawValue = UInt64(flag)
    }

    package static let readOnly: OpenFlags = []
    package static let writeOnly = OpenFlags(CL_O_WRONLY)
    package static let readWrite = OpenFlags(CL_O_RDWR)
    package static let append = OpenFlags(CL_O_APPEND)
    package static let create = OpenFlags(CL_O_CREAT)
    package static let exclusive = OpenFlags(CL_O_EXCL)
    package static let directory = OpenFlags(CL_O_DIRECTORY)
    package static let noFollow = OpenFlags(CL_O_NOFOLLOW)
    package static let nonBlocking = OpenFlags(CL_O_NONBLOCK)
    /// Only a place in the tree, not its contents: needs no right on the file itself.
    package static let path = OpenFlags(rawValue: 0o10000000)
}

/// What the kernel refuses on the way to a file. Corresponds to `struct open_how.resolve` of `openat2(2)`.
package struct ResolveFlags: OptionSet, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package static let noCrossing = ResolveFlags(rawValue: 0x01)
    package static let noMagicLinks = ResolveFlags(rawValue: 0x02)
    package static let noLinks = ResolveFlags(rawValue: 0x04)
}

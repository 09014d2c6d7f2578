import Glibc

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
    package static let writeOnly = OpenFlags(O_WRONLY)
    package static let readWrite = OpenFlags(O_RDWR)
    package static let append = OpenFlags(O_APPEND)
    package static let create = OpenFlags(O_CREAT)
    package static let exclusive = OpenFlags(O_EXCL)
    package static let directory = OpenFlags(O_DIRECTORY)
    package static let noFollow = OpenFlags(O_NOFOLLOW)
    package static let nonBlocking = OpenFlags(O_NONBLOCK)
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
    package static let beneath = ResolveFlags(rawValue: 0x08)
}

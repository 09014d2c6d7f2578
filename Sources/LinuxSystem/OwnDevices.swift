import CLinux

/// A /dev of one's own.
package enum OwnDevices {
    /// By name, with their numbers. After devices.txt of the kernel.
    private static let nodes: [(EntryName, UInt32, UInt32)] = [
        ("null", 1, 3), ("zero", 1, 5), ("full", 1, 7), ("random", 1, 8), ("urandom", 1, 9), ("tty", 5, 0),
        ("ptmx", 5, 2),
    ]
    private static let links: [(EntryName, String)] = [
        ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"),
        ("stderr", "/proc/self/fd/2"), ("core", "/proc/kcore"),
    ]

    /// Needs CAP_MKNOD. Corresponds to `mknod(2)`.
    package static func tree() throws(SystemError) -> FileDescriptor {
        let tree = try OwnMounts.fileSystem("tmpfs", ["mode=0755", "size=4m", "nr_inodes=64"])
        for (name, major, minor) in nodes {
            _ = try check("mknodat", unsafe cl_make_device_at(tree.rawValue, name.bytes, major, minor))
        }
        for (name, target) in links { try tree.makeLink(name, to: target) }
        return tree
    }
}

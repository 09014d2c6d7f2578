import CLinux

/// What a mount does not let through. Corresponds to the attributes of `mount_setattr(2)`.
package struct MountAttributes: OptionSet, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let readOnly = MountAttributes(rawValue: 0x1)
    package static let noSetID = MountAttributes(rawValue: 0x2)
    package static let noDevices = MountAttributes(rawValue: 0x4)
    package static let noExecution = MountAttributes(rawValue: 0x8)
}

/// The mounts that this process and its descendants see. Trees of mounts are made apart, and stand nowhere until they
/// are attached.
package enum OwnMounts {
    /// Which way mounts travel between two namespaces. Corresponds to `MS_SHARED` and its siblings of `mount(2)`.
    package enum Propagation: UInt64, Sendable {
        case `private` = 0x4_0000
        case slave = 0x8_0000
        case shared = 0x10_0000
    }

    /// Gives this process a copy of all mounts. What is mounted on the host later appears here too; what is mounted
    /// here stays here. Corresponds to `unshare(2)`.
    package static func leaveHosts() throws(SystemError) {
        _ = try check("unshare", cl_leave_mounts())
    }

    /// Once the host is left: `.shared` is then for namespaces that are made from this one.
    package static func propagate(_ way: Propagation) throws(SystemError) {
        _ = try check("mount_setattr", cl_propagate_mounts(way.rawValue))
    }

    /// A copy of what stands at a place and of all that is mounted below it. Corresponds to `open_tree(2)`.
    package static func copy(_ place: borrowing FileDescriptor, isRecursive: Bool = true)
        throws(SystemError) -> FileDescriptor
    {
        FileDescriptor(owning: try check("open_tree", cl_clone_tree(place.rawValue, isRecursive)))
    }

    /// A new file system, with options as `mount(8)` takes them. Corresponds to `fsopen(2)`, `fsconfig(2)` and
    /// `fsmount(2)`.
    package static func fileSystem(_ kind: String, _ options: [String]) throws(SystemError) -> FileDescriptor
    {
        let context = FileDescriptor(owning: try check("fsopen", unsafe cl_open_file_system(kind)))
        for option in options {
            guard let sign = option.utf8.firstIndex(of: UInt8(ascii: "=")) else {
                throw SystemError(call: "fsconfig", errno: Errno.invalid)
            }
            let (key, value) = (String(option[..<sign]), String(option[option.utf8.index(after: sign)...]))
            _ = try check("fsconfig", unsafe cl_set_file_system(context.rawValue, key, value))
        }
        return FileDescriptor(owning: try check("fsmount", cl_make_file_system(context.rawValue)))
    }

    /// Opens a file or directory that is open for reading once more, on a mount of its own with fewer rights, and gives
    /// it the same number. Everything else is left as it is. Needs /proc where there is such a file.
    package static func reopen(_ number: Int32, with attributes: MountAttributes) throws(SystemError) {
        _ = try check("open_tree", cl_reopen(number, attributes.rawValue))
    }

    /// A tree of one empty directory.
    package static func emptyDirectory(isVisible: Bool) throws(SystemError) -> FileDescriptor {
        // The directory, and one file in it; where something is to be mounted there is more.
        try fileSystem("tmpfs", isVisible ? ["mode=0755"] : ["mode=0", "nr_inodes=2"])
    }

    /// A tree of one empty file that nobody may open.
    package static func emptyFile() throws(SystemError) -> FileDescriptor {
        let tree = try emptyDirectory(isVisible: false)
        return FileDescriptor(owning: try check("open_tree", cl_empty_file(tree.rawValue)))
    }

    /// Takes rights from a tree as a whole. Corresponds to `mount_setattr(2)`.
    package static func restrict(_ tree: borrowing FileDescriptor, _ attributes: MountAttributes)
        throws(SystemError)
    {
        _ = try check("mount_setattr", cl_restrict_tree(tree.rawValue, attributes.rawValue))
    }

    /// Takes rights from the whole tree of this process.
    package static func restrictAll(_ attributes: MountAttributes) throws(SystemError) {
        _ = try check("mount_setattr", cl_restrict_root(attributes.rawValue))
    }

    /// Corresponds to `move_mount(2)`.
    package static func attach(_ tree: borrowing FileDescriptor, at place: borrowing FileDescriptor)
        throws(SystemError)
    {
        _ = try check("move_mount", cl_move_tree(tree.rawValue, place.rawValue))
    }
}

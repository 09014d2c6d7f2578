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
    /// Gives this process a copy of all mounts. What is mounted on the host later appears here too; what is mounted
    /// here stays here. Corresponds to `unshare(2)`.
    package static func leaveHosts() throws(SystemError) {
        _ = try check("unshare", cl_leave_mounts())
    }

    /// A copy of what stands at a place and of all that is mounted below it. Corresponds to `open_tree(2)`.
    package static func copy(_ place: borrowing FileDescriptor) throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try check("open_tree", cl_clone_tree(place.rawValue)))
    }

    /// A tree of one empty directory.
    package static func emptyDirectory(isVisible: Bool) throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try check("fsmount", unsafe cl_empty_tree(isVisible ? "0755" : "0")))
    }

    /// A tree of one empty file that nobody may open.
    package static func emptyFile() throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try check("open_tree", cl_empty_file()))
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

/// What stands at one place of the tree that a service sees.
package struct MountEntry: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// What stands there on the host.
        case kept
        /// Nothing, and nobody may look at it.
        case hidden
        /// A directory of nothing but what is mounted in it.
        case empty
        /// A file system in memory, with options of tmpfs(5) such as `size=10%`.
        case temporary([String])
        /// What stands on the host at another path.
        case bound(String, isRecursive: Bool)
        /// A directory of the unit's, by its name, for everybody to write in. It goes when the unit has ended.
        case unitsOwn(String)
        /// The devices that every program may need.
        case devices
        /// The message queues of POSIX.
        case queues
        /// The processes, with options of proc(5) such as `subset=pid`.
        case processes([String])
    }

    /// Absolute, normalised.
    package var path: String
    package var content = Content.kept
    /// Nil: as what stands above it.
    package var isReadOnly: Bool?
    package var isExecutable: Bool?
    /// One that is not there is no failure.
    package var isOptional: Bool

    package init(_ path: String, isOptional: Bool = false) {
        self.path = path
        self.isOptional = isOptional
    }

    /// For what is put there: as it is, whatever holds above it.
    package init(_ path: String, _ content: Content, isReadOnly: Bool = false, isOptional: Bool = false) {
        self.init(path, isOptional: isOptional)
        self.content = content
        self.isReadOnly = isReadOnly
        isExecutable = true
    }
}

extension MountEntry.Content {
    /// Whether nothing of what stands below on the host is below this.
    package var isFresh: Bool {
        switch self {
        case .empty, .temporary, .devices, .unitsOwn: true
        case .kept, .hidden, .bound, .processes, .queues: false
        }
    }

    /// Whether something else than the host's stands there, in which there may be places again.
    package var isOther: Bool {
        switch self {
        case .kept, .hidden: false
        case .empty, .temporary, .devices, .bound, .unitsOwn, .processes, .queues: true
        }
    }
}

extension MountEntry {
    package var isUnitsOwn: Bool {
        if case .unitsOwn = content { true } else { false }
    }

    /// Both at one place: what takes most away holds, and of two things that are put there the later one.
    func joined(with other: MountEntry) -> MountEntry {
        var result = self
        if content != .hidden, other.content != .kept { result.content = other.content }
        if let theirs = other.isReadOnly { result.isReadOnly = (isReadOnly ?? false) || theirs }
        if let theirs = other.isExecutable { result.isExecutable = (isExecutable ?? true) && theirs }
        result.isOptional = isOptional && other.isOptional
        return result
    }
}

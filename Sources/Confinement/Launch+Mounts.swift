import LaunchProtocol
import LinuxSystem
import ServiceModel

/// The tree of files as this service alone sees it.
extension Launch {
    func enterNamespaces() throws(StepFailure) {
        guard isRestricted else { return }
        if plan.properties.hasOwnHostNames {
            try about("host name namespace") { () throws(SystemError) in try HostNames.leaveHosts() }
        }
        if let wishes = plan.mounts { try arrangeMounts(wishes) }
    }

    /// Every path is looked up before anything is mounted, and what is mounted there was copied by then: a directory
    /// that can be written below one that cannot is the host's, with the host's rights.
    private func arrangeMounts(_ wishes: [MountEntry]) throws(StepFailure) {
        try about("mount namespace") { () throws(SystemError) in try OwnMounts.leaveHosts() }
        var places: [String: MountPlace] = [:]
        var found: [MountEntry] = []
        for wish in wishes + ownDirectories {
            guard let place = try place(of: wish) else { continue }
            places[place.path] = place
            var entry = wish
            entry.path = place.path
            found.append(entry)
        }
        let entries = MountArrangement(found).entries
        var trees: [MountTree] = []
        for entry in entries where entry.path != "/" {
            guard let place = places[entry.path] else { continue }
            trees.append(try tree(for: entry, place))
        }
        if let whole = entries.first, whole.path == "/" { try restrictAll(whole) }
        for tree in trees { try attach(tree) }
    }

    /// What the unit's directories are for is to be written.
    private var ownDirectories: [MountEntry] {
        FileLayout.DirectoryKind.allCases.filter { $0 != .configuration }.flatMap { kind in
            directories[Int(kind.rawValue)].map { path in
                var entry = MountEntry(path)
                entry.isReadOnly = false
                return entry
            }
        }
    }

    private func place(of wish: MountEntry) throws(StepFailure) -> MountPlace? {
        do throws(StepFailure) {
            return try MountPlace.find(wish.path)
        } catch {
            if wish.isOptional, [Errno.noEntry, Errno.notDirectory].contains(error.errno) { return nil }
            throw StepFailure(errno: error.errno, "\(error.detail) on the way to \(wish.path)")
        }
    }

    private func tree(for entry: MountEntry, _ place: MountPlace) throws(StepFailure) -> MountTree {
        var attributes: MountAttributes = entry.isReadOnly == true ? .readOnly : []
        if entry.isExecutable == false { attributes.insert(.noExecution) }
        return try about(entry.path) { () throws(SystemError) in
            let isDirectory = place.status.kind == .directory
            let tree: FileDescriptor
            switch entry.content {
            case .kept: tree = try OwnMounts.copy(place.descriptor)
            case .hidden:
                attributes = [.readOnly, .noSetID, .noDevices, .noExecution]
                tree =
                    isDirectory ? try OwnMounts.emptyDirectory(isVisible: false) : try OwnMounts.emptyFile()
            case .empty:
                attributes.formUnion([.readOnly, .noSetID, .noDevices])
                tree = try OwnMounts.emptyDirectory(isVisible: true)
            }
            if !attributes.isEmpty { try OwnMounts.restrict(tree, attributes) }
            return MountTree(tree, place)
        }
    }

    private func restrictAll(_ whole: MountEntry) throws(StepFailure) {
        guard whole.content == .kept else { throw StepFailure(errno: Errno.invalid, "/ cannot be hidden") }
        var attributes: MountAttributes = whole.isReadOnly == true ? .readOnly : []
        if whole.isExecutable == false { attributes.insert(.noExecution) }
        guard !attributes.isEmpty else { return }
        try about("/") { () throws(SystemError) in try OwnMounts.restrictAll(attributes) }
    }

    /// What was mounted above is another way to the same file; what somebody put in its place is another file.
    private func attach(_ tree: MountTree) throws(StepFailure) {
        let place = tree.place
        let now = try MountPlace.look(at: place.path)
        guard now.status.isSameFile(as: place.status) else {
            throw StepFailure(errno: Errno.noEntry, "\(place.path) was replaced meanwhile")
        }
        try about(place.path) { () throws(SystemError) in
            try OwnMounts.attach(tree.descriptor, at: now.descriptor)
        }
    }
}

/// A tree of mounts that is to stand at a place.
final class MountTree {
    let descriptor: FileDescriptor
    let place: MountPlace

    init(_ descriptor: consuming FileDescriptor, _ place: MountPlace) {
        self.descriptor = descriptor
        self.place = place
    }
}

import LinuxSystem
import ServiceModel

/// Makes the trees of an arrangement, each apart, and puts them where they belong.
struct MountBuilder {
    private let entries: [MountEntry]
    private let bases: [Int?]
    private var places: MountPlaces
    private var trees: [MountTree] = []

    init(_ arrangement: MountArrangement, _ places: MountPlaces) {
        entries = arrangement.entries
        bases = arrangement.bases
        self.places = places
    }

    // MARK: Building

    mutating func build() throws(StepFailure) {
        /// What was made in trees that were built, to stand below.
        var points: [String: FileStatus] = [:]
        for (index, entry) in entries.enumerated() where entry.path != "/" {
            let place = places.takePlace(entry.path)
            // What there is among the processes is known once they are there.
            guard !isAmongProcesses(index) || entry.content.isOther else {
                trees.append(MountTree(entry, nil, at: nil))
                continue
            }
            let standing = place?.status ?? points[entry.path]
            let source = places.takeSource(entry.path) ?? place
            let tree = try about(entry.path) { () throws(SystemError) in
                try MountTree.content(of: entry, source)
            }
            if entry.content.isFresh { try makePoints(in: tree, index, &points) }
            try restrict(tree, entry)
            trees.append(MountTree(entry, HeldDescriptor(tree), at: standing))
        }
    }

    private func isAmongProcesses(_ index: Int) -> Bool {
        guard let base = bases[index] else { return false }
        if case .processes = entries[base].content { return true }
        return false
    }

    private func makePoints(
        in tree: borrowing FileDescriptor,
        _ base: Int,
        _ points: inout [String: FileStatus]
    ) throws(StepFailure) {
        for index in entries.indices where bases[index] == base {
            let path = entries[index].path
            let way = String(Substring(path.utf8.dropFirst(entries[base].path.utf8.count)))
            let isDirectory = places.sources[path].map { $0.status.kind == .directory } ?? true
            points[path] = try about(path) { () throws(SystemError) in
                try MountTree.makePoint(way, in: tree, isDirectory: isDirectory)
            }
        }
    }

    private func restrict(_ tree: borrowing FileDescriptor, _ entry: MountEntry) throws(StepFailure) {
        var attributes: MountAttributes = entry.isReadOnly == true ? .readOnly : []
        if entry.isExecutable == false { attributes.insert(.noExecution) }
        switch entry.content {
        case .kept, .bound, .unitsOwn: break
        case .hidden: attributes = [.readOnly, .noSetID, .noDevices, .noExecution]
        case .empty: attributes.formUnion([.readOnly, .noSetID, .noDevices])
        case .temporary: attributes.formUnion([.noSetID, .noDevices])
        case .devices: attributes.formUnion([.noSetID, .noExecution])
        case .processes, .queues: attributes.formUnion([.noSetID, .noDevices, .noExecution])
        }
        guard !attributes.isEmpty else { return }
        try about(entry.path) { () throws(SystemError) in try OwnMounts.restrict(tree, attributes) }
    }

    // MARK: Attaching

    mutating func attach() throws(StepFailure) {
        for tree in trees { try attach(tree) }
    }

    /// What was mounted above is another way to the same file; what somebody put in its place is another file.
    private func attach(_ tree: MountTree) throws(StepFailure) {
        let entry = tree.entry
        guard let held = tree.held else { return try attachAmongProcesses(entry) }
        let now = try MountPlace.look(at: entry.path)
        if let standing = tree.standing {
            guard now.status.isSameFile(as: standing) else {
                throw StepFailure(errno: Errno.noEntry, "\(entry.path) was replaced meanwhile")
            }
        }
        try about(entry.path) { () throws(SystemError) in
            try OwnMounts.attach(held.descriptor, at: now.descriptor)
        }
    }

    /// Only the kernel has a say in what is there.
    private func attachAmongProcesses(_ entry: MountEntry) throws(StepFailure) {
        do throws(StepFailure) {
            let place = try MountPlace.look(at: entry.path)
            let tree = try about(entry.path) { () throws(SystemError) in
                try MountTree.content(of: entry, place)
            }
            try restrict(tree, entry)
            try about(entry.path) { () throws(SystemError) in try OwnMounts.attach(tree, at: place.descriptor)
            }
        } catch {
            guard entry.isOptional, error.errno == Errno.noEntry else { throw error }
        }
    }
}

/// A tree of mounts that is to stand at a place.
final class MountTree {
    let entry: MountEntry
    /// Nil: made once what stands above is there.
    let held: HeldDescriptor?
    /// What stands there until then.
    let standing: FileStatus?

    init(_ entry: MountEntry, _ held: HeldDescriptor?, at standing: FileStatus?) {
        self.entry = entry
        self.held = held
        self.standing = standing
    }

    static func content(of entry: MountEntry, _ source: MountPlace?) throws(SystemError) -> FileDescriptor {
        switch entry.content {
        case .hidden where source?.status.kind == .directory:
            return try OwnMounts.emptyDirectory(isVisible: false)
        case .hidden: return try OwnMounts.emptyFile()
        case .empty: return try OwnMounts.emptyDirectory(isVisible: true)
        case .temporary(let options): return try OwnMounts.fileSystem("tmpfs", options)
        case .processes(let options): return try OwnMounts.fileSystem("proc", options)
        case .queues: return try OwnMounts.fileSystem("mqueue", [])
        case .devices: return try OwnDevices.tree()
        case .bound(_, isRecursive: false):
            guard let source else { throw SystemError(call: "open_tree", errno: Errno.noEntry) }
            return try OwnMounts.copy(source.descriptor, isRecursive: false)
        case .kept, .bound, .unitsOwn:
            guard let source else { throw SystemError(call: "open_tree", errno: Errno.noEntry) }
            return try OwnMounts.copy(source.descriptor)
        }
    }

    /// A directory or an empty file for something to be mounted on, and the directories on the way to it.
    static func makePoint(_ way: String, in tree: borrowing FileDescriptor, isDirectory: Bool)
        throws(SystemError) -> FileStatus
    {
        let names = way.fields(at: "/").map { EntryName(String($0)) }
        var place = try tree.open(".", [.path, .directory])
        for (index, name) in names.enumerated() {
            if isDirectory || index < names.count - 1 {
                _ = try place.makeDirectory(name, mode: 0o755)
            } else {
                _ = try place.open(name, [.readOnly, .create, .noFollow], mode: 0o644)
            }
            place = try place.open(name, [.path, .noFollow])
        }
        return try place.status()
    }
}

import LinuxSystem
import ServiceModel

/// Where on the host the places of a service's own tree lie.
///
/// Everything is looked up here, before anything is mounted: what is put somewhere else first, so that what lies below
/// it is looked for there.
struct MountPlaces {
    /// By the path in the service's tree, without a link. Nothing for what the host does not have.
    private(set) var places: [String: MountPlace] = [:]
    /// What is to be seen there instead.
    private(set) var sources: [String: MountPlace] = [:]
    private var others: [String: MountEntry.Content] = [:]
    private let temporaryDirectory: String

    init(temporaryDirectory: String) { self.temporaryDirectory = temporaryDirectory }

    mutating func takePlace(_ path: String) -> MountPlace? { places.removeValue(forKey: path) }

    mutating func takeSource(_ path: String) -> MountPlace? { sources.removeValue(forKey: path) }

    /// The wish with the path where it comes true; nil where it may be missing, and is.
    mutating func resolve(_ wish: MountEntry) throws(StepFailure) -> MountEntry? {
        var source: MountPlace?
        switch wish.content {
        case .bound(let path, _):
            source = try find(path, isOptional: wish.isOptional)
            if source == nil { return nil }
        case .unitsOwn(let name): source = try makeOwn(name)
        case .kept, .hidden, .empty, .temporary, .devices, .processes, .queues: break
        }
        guard let path = try settle(wish, isDirectory: source.map { $0.status.kind == .directory } ?? true)
        else { return nil }
        var entry = wish
        entry.path = path
        if wish.content.isOther { others[path] = wish.content }
        if let source { sources[path] = source }
        return entry
    }

    /// The path without a link of what a wish is for.
    private mutating func settle(_ wish: MountEntry, isDirectory: Bool) throws(StepFailure) -> String? {
        guard let base = base(of: wish.path) else {
            guard let place = try find(wish, at: wish.path, isDirectory) else { return nil }
            // A link may lead to where something else is to be seen.
            if let base = self.base(of: place.path) {
                return try settle(wish, at: place.path, below: base, isDirectory)
            }
            if places[place.path] == nil { places[place.path] = place }
            return place.path
        }
        return try settle(wish, at: wish.path, below: base, isDirectory)
    }

    private mutating func settle(_ wish: MountEntry, at path: String, below base: String, _ isDirectory: Bool)
        throws(StepFailure) -> String?
    {
        guard let content = others[base], !content.isFresh, let source = sources[base] else { return path }
        let rest = path.utf8.dropFirst(base.utf8.count)
        guard let place = try find(wish, at: source.path + String(Substring(rest)), isDirectory) else {
            return nil
        }
        guard let way = place.path.rest(after: source.path), way.begins(with: "/") else {
            throw StepFailure(errno: Errno.noEntry, "\(wish.path) leads out of \(source.path)")
        }
        let settled = base + way
        if places[settled] == nil { places[settled] = place }
        return settled
    }

    /// Whether nothing of the host's is to be seen at a path.
    func hides(_ path: String) -> Bool { base(of: path).flatMap { others[$0] }?.isFresh ?? false }

    /// The nearest place above at which something else is to be seen.
    private func base(of path: String) -> String? {
        var above = path
        while !above.isEmpty, let slash = above.utf8.lastIndex(of: UInt8(ascii: "/")) {
            above = String(above[..<slash])
            if others[above] != nil { return above }
        }
        return nil
    }

    /// What is put somewhere gets a place where there is none.
    private func find(_ wish: MountEntry, at path: String, _ isDirectory: Bool) throws(StepFailure)
        -> MountPlace?
    {
        guard wish.content.isOther, wish.content != .empty, wish.content != .queues else {
            return try find(path, isOptional: wish.isOptional)
        }
        if let place = try find(path, isOptional: true) { return place }
        // Devices that this host does not have are none that it has to have.
        return try MountPlace.make(path, isDirectory: isDirectory)
    }

    private func find(_ path: String, isOptional: Bool) throws(StepFailure) -> MountPlace? {
        do throws(StepFailure) {
            return try MountPlace.find(path)
        } catch {
            if isOptional, [Errno.noEntry, Errno.notDirectory].contains(error.errno) { return nil }
            throw StepFailure(errno: error.errno, "\(error.detail) on the way to \(path)")
        }
    }

    /// For everybody, but within a directory that only the supervisor can enter.
    private func makeOwn(_ name: String) throws(StepFailure) -> MountPlace {
        let parent = temporaryDirectory
        try about(parent) { () throws(SystemError) in try StateFile.makeDirectories(parent, mode: 0o700) }
        let place = try MountPlace.make(parent + "/" + name, isDirectory: true)
        try about(place.path) { () throws(SystemError) in
            try place.descriptor.open(".", [.readOnly, .directory]).changeMode(0o1777)
        }
        return place
    }
}

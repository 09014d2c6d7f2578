/// What stands at one place of the tree that a service sees.
package struct MountEntry: Hashable, Sendable {
    package enum Content: UInt8, CaseIterable, Sendable {
        /// What stands there on the host.
        case kept
        /// Nothing, and nobody may look at it.
        case hidden
        /// An empty directory.
        case empty
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
}

/// The places of a service's own tree, in the order in which they are mounted.
package struct MountArrangement: Hashable, Sendable {
    /// Each place once, those above before those below; nothing stands below what is hidden, nor what would be as it is
    /// anyway. What entries leave open is settled.
    package let entries: [MountEntry]

    /// Of what several entries say of one place, that which takes most away holds, and it may be missing only if all
    /// permit that.
    package init(_ wishes: [MountEntry]) {
        var byPath: [String: MountEntry] = [:]
        for wish in wishes { byPath[wish.path] = byPath[wish.path].map { $0.joined(with: wish) } ?? wish }
        var entries: [MountEntry] = []
        for entry in byPath.values.sorted(by: MountArrangement.precedes) {
            let above = entries.last { MountArrangement.isBelow(entry.path, $0.path) }
            if above?.content == .hidden { continue }
            var settled = entry
            settled.isReadOnly = entry.isReadOnly ?? above?.isReadOnly ?? false
            settled.isExecutable = entry.isExecutable ?? above?.isExecutable ?? true
            // It stands there already.
            let isAsAbove =
                entry.content == .kept && settled.isReadOnly == (above?.isReadOnly ?? false)
                && settled.isExecutable == (above?.isExecutable ?? true)
            if !isAsAbove { entries.append(settled) }
        }
        self.entries = entries
    }

    private static func components(_ path: String) -> [Substring] { path.fields(at: "/") }

    private static func precedes(_ first: MountEntry, _ second: MountEntry) -> Bool {
        components(first.path).lexicographicallyPrecedes(components(second.path)) {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
    }

    private static func isBelow(_ path: String, _ other: String) -> Bool {
        other == "/" ? path != "/" : path.begins(with: other + "/")
    }
}

extension MountEntry {
    fileprivate func joined(with other: MountEntry) -> MountEntry {
        var result = self
        switch (content, other.content) {
        case (.hidden, _), (_, .hidden): result.content = .hidden
        case (.empty, _), (_, .empty): result.content = .empty
        case (.kept, .kept): break
        }
        if let theirs = other.isReadOnly { result.isReadOnly = (isReadOnly ?? false) || theirs }
        if let theirs = other.isExecutable { result.isExecutable = (isExecutable ?? true) && theirs }
        result.isOptional = isOptional && other.isOptional
        return result
    }
}

/// The places of a service's own tree, in the order in which they are mounted.
package struct MountArrangement: Hashable, Sendable {
    /// Each place once, those above before those below; nothing stands below what is hidden, nor what would be as it is
    /// anyway. What entries leave open is settled.
    package private(set) var entries: [MountEntry] = []
    /// Places that are not to be missing, and are: the nearest thing that is put above them has nothing in it.
    package private(set) var missing: [String] = []
    /// For each of the entries the nearest above it that is no part of the host's tree, by index.
    package private(set) var bases: [Int?] = []

    /// Of what several entries say of one place, that which takes most away holds, and it may be missing only if all
    /// permit that.
    package init(_ wishes: [MountEntry]) {
        var byPath: [String: MountEntry] = [:]
        for wish in wishes { byPath[wish.path] = byPath[wish.path].map { $0.joined(with: wish) } ?? wish }
        // Those that stand above the present one, outermost first.
        var above: [Int] = []
        for entry in byPath.values.map({ ($0, $0.path.fields(at: "/")) }).sorted(by: { $0.1.precedes($1.1) })
            .map({ $0.0 })
        {
            while let last = above.last, !MountArrangement.isBelow(entry.path, entries[last].path) {
                above.removeLast()
            }
            take(entry, &above)
        }
    }

    private mutating func take(_ entry: MountEntry, _ above: inout [Int]) {
        let next = above.last.map { entries[$0] }
        if next?.content == .hidden { return }
        let base = above.last { entries[$0].content.isOther }
        if !entry.content.isOther, let base, entries[base].content.isFresh {
            // There is nothing to hide, but something was to be there.
            if entry.content == .kept, !entry.isOptional { missing.append(entry.path) }
            return
        }
        var settled = entry
        settled.isReadOnly = entry.isReadOnly ?? next?.isReadOnly ?? false
        settled.isExecutable = entry.isExecutable ?? next?.isExecutable ?? true
        // It stands there already.
        let isAsAbove =
            entry.content == .kept && settled.isReadOnly == (next?.isReadOnly ?? false)
            && settled.isExecutable == (next?.isExecutable ?? true)
        if isAsAbove { return }
        above.append(entries.count)
        entries.append(settled)
        bases.append(base)
    }

    private static func isBelow(_ path: String, _ other: String) -> Bool {
        other == "/" ? path != "/" : path.begins(with: other + "/")
    }
}

extension [Substring] {
    fileprivate func precedes(_ other: [Substring]) -> Bool {
        lexicographicallyPrecedes(other) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

import ServiceModel

/// The lines of `SystemCallFilter=` or `SystemCallLog=` merged, as systemd merges them: the first line makes it
/// a list of what is in or of what is out, later ones add and remove.
struct SystemCallList {
    /// Whether `denials` holds what is permitted (or logged) instead of what is not.
    let isAllowList: Bool
    /// The listed calls. In a list of permitted calls a value means "not this one, and answer so".
    private(set) var listed: [String: SystemCallRequest.Denial?] = [:]
    let isEmpty: Bool

    init(_ entries: [SystemCallRequest.Entry], holdsDefaults: Bool) {
        isEmpty = entries.isEmpty
        isAllowList = entries.first.map { !$0.isInverted } ?? false
        if isAllowList, holdsDefaults {
            for name in SystemCallGroups.members(of: "@default") ?? [] {
                listed.updateValue(nil, forKey: name)
            }
        }
        for entry in entries { merge(entry) }
    }

    private mutating func merge(_ entry: SystemCallRequest.Entry) {
        // An error number makes no sense for a call that is let through; systemd ignores such an entry too.
        if !entry.isInverted, entry.denial != nil { return }
        // An inverted entry with an answer of its own stays in a list of permitted calls: it says what else
        // than the default happens to it.
        let adds = entry.isInverted != isAllowList || entry.denial != nil
        for name in SystemCallList.names(of: entry.name) {
            if adds {
                listed.updateValue(entry.denial, forKey: name)
            } else {
                listed.removeValue(forKey: name)
            }
        }
    }

    private static func names(of word: String) -> Set<String> {
        if word.begins(with: "@") { return SystemCallGroups.members(of: word) ?? [] }
        return SystemCallGroups.known.contains(word) ? [word] : []
    }
}

import ServiceModel

extension DirectiveReaders {
    static let restrictions: [String: DirectiveReader] = [
        "RestrictAddressFamilies": { builder, value, directive in
            builder.restrictAddressFamilies(value, directive)
        },
        "RestrictNamespaces": { builder, value, directive in
            builder.restrictNamespaces(value, directive)
        },
        "LockPersonality": Kinds.boolean(default: false) {
            $0.definition.execution.restrictions.locksPersonality = $1
        },
        "MemoryDenyWriteExecute": Kinds.boolean(default: false) {
            $0.definition.execution.restrictions.deniesWritableCode = $1
        },
        "RestrictRealtime": Kinds.boolean(default: false) {
            $0.definition.execution.restrictions.deniesRealTime = $1
        },
        "RestrictSUIDSGID": Kinds.boolean(default: false) {
            $0.definition.execution.restrictions.deniesSetIDBits = $1
        },
    ]
}

extension UnitBuilder {
    /// The first line decides between allow-list and deny-list; later ones add and, if they are of the other kind, take
    /// away.
    fileprivate mutating func restrictAddressFamilies(_ value: SourceValue, _ directive: Directive) {
        guard !value.isEmpty else {
            definition.execution.restrictions.addressFamilies = nil
            return
        }
        guard value.text != "none" else {
            definition.execution.restrictions.addressFamilies = AddressFamilies(isAllowList: true)
            return
        }
        let isInverted = value.bytes.first == UInt8(ascii: "~")
        guard let words = words(value, directive, skipping: isInverted ? 1 : 0) else { return }
        let earlier = definition.execution.restrictions.addressFamilies
        var families = earlier ?? AddressFamilies(isAllowList: !isInverted)
        for word in words {
            guard let number = AddressFamilyNames.number(word.text) else {
                let hint = hint(for: word.text, among: AddressFamilyNames.known)
                rejectWord(
                    directive,
                    value.location(at: word.offset),
                    "unknown address family '\(word.text)'" + hint
                )
                continue
            }
            if isInverted == families.isAllowList {
                families.remove(number)
            } else {
                families.insert(number)
            }
        }
        definition.execution.restrictions.addressFamilies = families
    }

    /// A boolean settles it for all kinds; lists add to what is permitted, or take away from it.
    fileprivate mutating func restrictNamespaces(_ value: SourceValue, _ directive: Directive) {
        guard !value.isEmpty else {
            definition.execution.restrictions.namespaces = nil
            return
        }
        if let isRestricted = NumberText.boolean(value.text) {
            definition.execution.restrictions.namespaces = isRestricted ? [] : nil
            return
        }
        let isInverted = value.bytes.first == UInt8(ascii: "~")
        guard let words = words(value, directive, skipping: isInverted ? 1 : 0) else { return }
        var listed: NamespaceKinds = []
        for word in words {
            guard let kind = NamespaceKinds.named.first(where: { $0.name == word.text })?.kind else {
                let hint = hint(for: word.text, among: NamespaceKinds.named.map(\.name))
                rejectWord(
                    directive,
                    value.location(at: word.offset),
                    "unknown kind of namespace '\(word.text)'" + hint
                )
                continue
            }
            listed.insert(kind)
        }
        let earlier = definition.execution.restrictions.namespaces
        let permitted =
            isInverted ? (earlier ?? .all).subtracting(listed) : (earlier ?? []).union(listed)
        definition.execution.restrictions.namespaces = permitted == .all ? nil : permitted
    }
}

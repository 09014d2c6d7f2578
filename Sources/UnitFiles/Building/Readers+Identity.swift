import ServiceModel

extension DirectiveReaders {
    static let identity: [String: DirectiveReader] = [
        "User": account { $0.definition.execution.identity.user = $1 },
        "Group": account { $0.definition.execution.identity.group = $1 },
        "SupplementaryGroups": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.identity.supplementaryGroups = []
                return
            }
            guard let words = builder.expandedWords(value, directive) else { return }
            for (text, word) in words {
                guard let group = AccountText.parse(text) else {
                    builder.report(
                        .error,
                        value.location(at: word.offset),
                        "'\(text)' is no valid group name or number"
                    )
                    continue
                }
                builder.definition.execution.identity.supplementaryGroups.append(group)
            }
        },
        "DynamicUser": Kinds.boolean(default: false) { $0.definition.execution.identity.isDynamic = $1 },
        "SetLoginEnvironment": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.identity.setsLoginEnvironment = nil
                return
            }
            guard let flag = NumberText.boolean(value.text) else {
                builder.reject(
                    directive,
                    value.start,
                    "SetLoginEnvironment= takes 'yes' or 'no', not '\(value.text)'"
                )
                return
            }
            builder.definition.execution.identity.setsLoginEnvironment = flag
        },
        "CapabilityBoundingSet": capabilities(initial: .all) {
            $0.boundingSet
        } set: {
            $0.boundingSet = $1
            $0.definition.execution.capabilities.bounding = $1
        },
        "AmbientCapabilities": capabilities(initial: []) {
            $0.definition.execution.capabilities.ambient
        } set: {
            $0.definition.execution.capabilities.ambient = $1
        },
        "NoNewPrivileges": Kinds.boolean(default: false) {
            $0.definition.execution.capabilities.noNewPrivileges = $1
        },
        "SecureBits": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.capabilities.secureBits = []
                return
            }
            guard let words = builder.words(value, directive) else { return }
            for word in words {
                guard let found = SecureBits.names.first(where: { $0.name == word.text }) else {
                    let hint = builder.hint(for: word.text, among: SecureBits.names.map(\.name))
                    builder.rejectWord(
                        directive,
                        value.location(at: word.offset),
                        "unknown secure bit '\(word.text)'" + hint
                    )
                    continue
                }
                builder.definition.execution.capabilities.secureBits.insert(found.bits)
            }
        },
    ]

    /// Refused in every reading: a service must never run as root because its user was misspelt.
    private static func account(
        _ set: @escaping @Sendable (inout UnitBuilder, AccountReference?) -> Void
    ) -> DirectiveReader {
        { builder, value, directive in
            guard !value.isEmpty else {
                set(&builder, nil)
                return
            }
            guard let text = builder.expanded(value, directive) else {
                // Otherwise the finding about the specifier is an error already.
                guard builder.options.isLenient else { return }
                builder.report(
                    .error,
                    value.start,
                    "\(directive.key)= cannot be read, and the unit must not run as somebody else"
                )
                return
            }
            guard let account = AccountText.parse(text) else {
                builder.report(
                    .error,
                    value.start,
                    "\(directive.key)= takes a name or a number, not '\(text)'"
                )
                return
            }
            set(&builder, account)
        }
    }

    /// Capability lists merge as systemd merges them: a line that finds the initial set, or names nothing,
    /// replaces; any other adds, or with `~` takes away.
    private static func capabilities(
        initial: CapabilitySet,
        get: @escaping @Sendable (UnitBuilder) -> CapabilitySet?,
        set: @escaping @Sendable (inout UnitBuilder, CapabilitySet) -> Void
    ) -> DirectiveReader {
        { builder, value, directive in
            let isInverted = value.bytes.first == UInt8(ascii: "~")
            guard let named = builder.capabilities(value, directive, skipping: isInverted ? 1 : 0) else {
                return
            }
            let current = get(builder) ?? initial
            if named.isEmpty || current == initial {
                set(&builder, isInverted ? CapabilitySet.all.subtracting(named) : named)
            } else {
                set(&builder, isInverted ? current.subtracting(named) : current.union(named))
            }
        }
    }
}

extension UnitBuilder {
    fileprivate mutating func capabilities(
        _ value: SourceValue,
        _ directive: Directive,
        skipping start: Int
    ) -> CapabilitySet? {
        guard let names = words(value, directive, skipping: start) else { return nil }
        var set: CapabilitySet = []
        for word in names {
            if let capability = CapabilitySet(name: word.text) {
                set.formUnion(capability)
            } else {
                let hint = hint(
                    for: word.text,
                    among: CapabilitySet.names.map { $0.uppercased() }
                )
                rejectWord(
                    directive,
                    value.location(at: word.offset),
                    "unknown capability '\(word.text)'" + hint
                )
            }
        }
        return set
    }
}

import ServiceModel

extension DirectiveReaders {
    static let unit: [String: DirectiveReader] = [
        "Description": { builder, value, directive in
            if let text = builder.expanded(value, directive) { builder.definition.description = text }
        },
        "Documentation": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.documentation = []
                return
            }
            guard let words = builder.expandedWords(value, directive) else { return }
            for (text, word) in words {
                if ["http://", "https://", "file:", "info:", "man:"].contains(where: { text.begins(with: $0) }
                ) {
                    builder.definition.documentation.append(text)
                } else {
                    builder.rejectWord(
                        directive,
                        value.location(at: word.offset),
                        "'\(text)' is no http, https, file, info or man URI"
                    )
                }
            }
        },
        "OnFailure": units { $1(&$0.definition.onFailure) },
        "OnSuccess": units { $1(&$0.definition.onSuccess) },
        "StartLimitIntervalSec": startLimitInterval,
        "StartLimitBurst": startLimitBurst,
    ]

    /// A list of unit names; an empty value resets it.
    private static func units(
        _ change: @escaping @Sendable (inout UnitBuilder, (inout [String]) -> Void) -> Void
    ) -> DirectiveReader {
        { builder, value, directive in
            guard !value.isEmpty else {
                change(&builder) { $0 = [] }
                return
            }
            guard let words = builder.expandedWords(value, directive) else { return }
            for (text, word) in words {
                let place = value.location(at: word.offset)
                guard let name = UnitName(text) else {
                    builder.rejectWord(directive, place, "'\(text)' is no unit name")
                    continue
                }
                guard name.kind == .service, !name.isTemplate else {
                    builder.rejectWord(
                        directive,
                        place,
                        "\(directive.key)= starts services only in this version, not '\(text)'"
                    )
                    continue
                }
                var isFull = false
                change(&builder) {
                    isFull = $0.count >= UnitBuilder.maximumTriggers
                    if !isFull, !$0.contains(text) { $0.append(text) }
                }
                guard !isFull else {
                    let message = "\(directive.key)= names more than \(UnitBuilder.maximumTriggers) units"
                    builder.reject(directive, place, message, leavingOut: .restOfLine)
                    return
                }
            }
        }
    }

    static let startLimitInterval = Kinds.timeSpan(default: .startLimitInterval) {
        $0.definition.policy.startLimitInterval = $1
    }

    static let startLimitBurst = Kinds.value("a number", default: 5, NumberText.count) {
        $0.definition.policy.startLimitBurst = $1
    }

    static let install: [String: DirectiveReader] = [
        "WantedBy": wantedBy, "RequiredBy": wantedBy, "UpheldBy": wantedBy,
    ]

    private static let wantedBy: DirectiveReader = { builder, value, directive in
        guard !value.isEmpty else {
            builder.wanted = []
            return
        }
        guard let words = builder.expandedWords(value, directive) else { return }
        for (text, word) in words {
            if UnitName(text) == nil {
                builder.rejectWord(directive, value.location(at: word.offset), "'\(text)' is no unit name")
            } else {
                builder.wanted.insert(text)
            }
        }
    }

    static let castellan: [String: DirectiveReader] = [
        "Enforcement": Kinds.choice([("strict", false), ("best-effort", true)], default: nil) {
            $0.definition.isBestEffort = $1 ?? $0.options.manager.isBestEffort
        },
        "AutoStart": Kinds.boolean(default: true) { $0.autoStart = $1 },
    ]
}

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
                if ["http://", "https://", "file:", "info:", "man:"].contains(where: text.hasPrefix) {
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
        "StartLimitIntervalSec": startLimitInterval,
        "StartLimitBurst": startLimitBurst,
    ]

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
        "Enforcement": Kinds.choice([("strict", false), ("best-effort", true)], default: false) {
            $0.definition.isBestEffort = $1
        },
        "AutoStart": Kinds.boolean(default: true) { $0.autoStart = $1 },
    ]
}

import ServiceModel

/// Readers for kinds of value that many directives share.
enum Kinds {
    /// A reader of one value: empty sets the default where there is one, what does not parse is a finding.
    static func value<Value: Sendable>(
        _ what: String,
        default fallback: Value?,
        _ parse: @escaping @Sendable (String) -> Value?,
        _ set: @escaping @Sendable (inout UnitBuilder, Value) -> Void
    ) -> DirectiveReader {
        { builder, source, directive in
            if source.isEmpty, let fallback {
                set(&builder, fallback)
                return
            }
            guard let text = builder.expanded(source, directive) else { return }
            guard let value = parse(text) else {
                builder.reject(directive, source.start, "\(directive.key)= takes \(what), not '\(text)'")
                return
            }
            set(&builder, value)
        }
    }

    static func boolean(
        default fallback: Bool,
        _ set: @escaping @Sendable (inout UnitBuilder, Bool) -> Void
    ) -> DirectiveReader {
        value("'yes' or 'no'", default: fallback, NumberText.boolean, set)
    }

    static func timeSpan(
        default fallback: InheritedSpan,
        _ set: @escaping @Sendable (inout UnitBuilder, TimeSpan) -> Void
    ) -> DirectiveReader {
        value(
            "a time span such as '30s', '5min' or 'infinity'",
            default: TimeSpan?.none,
            span
        ) { builder, span in
            set(&builder, span ?? fallback.value(in: builder.options.manager))
        }
    }

    private static func span(_ text: String) -> TimeSpan?? { TimeSpanText.parse(text).map(Optional.some) }

    static func signal(
        default fallback: Signal?,
        _ set: @escaping @Sendable (inout UnitBuilder, Signal?) -> Void
    ) -> DirectiveReader {
        { builder, source, directive in
            guard !source.isEmpty else {
                set(&builder, fallback)
                return
            }
            guard let signal = Signal(text: source.text) else {
                let hint = builder.hint(for: source.text, among: Signal.names.map { "SIG" + $0 })
                builder.reject(directive, source.start, "unknown signal '\(source.text)'" + hint)
                return
            }
            set(&builder, signal)
        }
    }

    /// One word of a fixed list.
    static func choice<Value: Sendable>(
        _ words: [(String, Value)],
        default fallback: Value,
        _ set: @escaping @Sendable (inout UnitBuilder, Value) -> Void
    ) -> DirectiveReader {
        { builder, source, directive in
            guard !source.isEmpty else {
                set(&builder, fallback)
                return
            }
            guard let found = words.first(where: { $0.0 == source.text }) else {
                let names = words.map(\.0)
                let near = builder.hint(for: source.text, among: names)
                let hint = near.isEmpty ? "; it takes \(names.joined(separator: ", "))" : near
                builder.reject(
                    directive,
                    source.start,
                    "unknown value '\(source.text)' of \(directive.key)=" + hint
                )
                return
            }
            set(&builder, found.1)
        }
    }
}

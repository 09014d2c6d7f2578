/// What an assignment does to the unit under construction.
typealias DirectiveReader = @Sendable (inout UnitBuilder, SourceValue, Directive) -> Void

/// The readers of all directives that have a meaning, by section and key.
enum DirectiveReaders {
    static func reader(for directive: Directive) -> DirectiveReader? {
        bySection[directive.section]?[directive.key]
    }

    private static let bySection: [Directive.Section: [String: DirectiveReader]] = [
        .unit: unit, .install: install, .castellan: castellan,
        .service: [
            lifeCycle, commands, identity, filters, restrictions, limits, scheduling, files, protection,
            environment,
            streams, resources, access,
        ]
        .reduce(into: [:]) {
            $0.merge($1) { first, _ in first }
        },
    ]
}

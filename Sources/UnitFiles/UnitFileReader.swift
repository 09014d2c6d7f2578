package import ServiceModel

/// Reads unit files: bytes in, a definition and findings out. Never throws, never opens anything, and ends
/// on every input.
package enum UnitFileReader {
    /// The unit that the texts describe, merged in the order given.
    package static func read(name: UnitName, texts: [UnitText], options: ReadingOptions) -> ReadResult {
        var builder = UnitBuilder(name: name, fragment: texts.first?.path ?? "", options: options)
        var used: [UsedDirective] = []
        for text in texts {
            let start = builder.diagnostics.count
            let scan = LineScanner.scan(text)
            builder.append(scan.diagnostics)
            if scan.isRefused { builder.isIncomplete = true }
            for heading in scan.headings { checkHeading(heading, &builder) }
            for stray in scan.strays { reportStray(stray, &builder) }
            for assignment in scan.assignments { apply(assignment, &builder, &used) }
            builder.sortFindings(from: start)
        }
        builder.finish()
        return ReadResult(definition: builder.definition, diagnostics: builder.diagnostics, directives: used)
    }

    // MARK: headings

    private static func checkHeading(
        _ heading: (name: String, location: SourceLocation),
        _ builder: inout UnitBuilder
    ) {
        guard !isOwnMatter(heading.name) else { return }
        if let section = section(heading.name) {
            guard !ofServices.contains(section), builder.definition.name.kind == .service else { return }
            builder.report(.warning, heading.location, "[\(heading.name)] has no meaning in a service unit")
            return
        }
        let known = Directive.Section.allCases.filter { $0 != .manager }.map(\.rawValue)
        let hint = builder.hint(for: heading.name, among: known)
        let isMeant = (!hint.isEmpty || builder.isFull) && !builder.options.isLenient
        // [Servcie] would run the service without any of its restrictions.
        builder.report(
            isMeant ? .error : .warning,
            heading.location,
            "unknown section '[\(heading.name)]'" + hint
        )
    }

    private static let ofServices: Set<Directive.Section> = [.unit, .service, .install, .castellan]

    /// Sections and keys that begin with `X-` belong to other programs.
    private static func isOwnMatter(_ name: String) -> Bool {
        name.begins(with: "X-") && !isAlmostOurs(name)
    }

    private static func isAlmostOurs(_ name: String) -> Bool {
        let ours = Directive.Section.castellan.rawValue
        return name == ours || Suggestion.nearest(to: name, among: [ours]) != nil
    }

    private static func section(_ name: String) -> Directive.Section? {
        guard let section = Directive.Section(rawValue: name), section != .manager else { return nil }
        return section
    }

    // MARK: assignments

    private static func apply(
        _ assignment: Assignment,
        _ builder: inout UnitBuilder,
        _ used: inout [UsedDirective]
    ) {
        guard !assignment.section.isEmpty else {
            reportHeadless(assignment, &builder)
            return
        }
        guard !isOwnMatter(assignment.section), !assignment.key.begins(with: "X-") else { return }
        guard let section = section(assignment.section) else { return }
        let place = LegacyNames.replacement(assignment.key, in: section) ?? (section, assignment.key)
        guard let directive = DirectiveTable.directive(place.1, in: place.0) else {
            reportUnknown(assignment, section, &builder)
            return
        }
        builder.isLineIgnored = false
        builder.places[directive.key] = assignment.keyLocation
        DirectiveReaders.reader(for: directive)?(&builder, assignment.value, directive)
        // What is ignored must not be shown as something that holds.
        guard !builder.isLineIgnored else { return }
        used.append(
            UsedDirective(
                directive: directive,
                value: assignment.value.text,
                location: assignment.keyLocation
            )
        )
    }

    // MARK: findings

    private static func reportStray(
        _ stray: (text: String, location: SourceLocation),
        _ builder: inout UnitBuilder
    ) {
        let word = stray.text.prefix { $0 != " " && $0 != "\t" && $0 != ":" }
        let text = "this line is neither 'Key=value' nor a heading: '\(shortened(stray.text))'"
        builder.report(severity(missing: String(word), builder), stray.location, text)
    }

    private static func reportHeadless(_ assignment: Assignment, _ builder: inout UnitBuilder) {
        builder.report(
            severity(missing: assignment.key, builder),
            assignment.keyLocation,
            "'\(shortened(assignment.key))=' stands before any section heading such as [Service]"
        )
    }

    private static func reportUnknown(
        _ assignment: Assignment,
        _ section: Directive.Section,
        _ builder: inout UnitBuilder
    ) {
        let key = assignment.key
        let level = severity(missing: key, builder)
        if LegacyNames.isObsolete(key, in: section) {
            builder.report(.warning, assignment.keyLocation, "'\(key)=' is obsolete and has no effect")
            return
        }
        if let home = DirectiveTable.sections(of: key).first(where: { $0 != .manager }) {
            builder.report(
                level,
                assignment.keyLocation,
                "'\(key)=' belongs in [\(home.rawValue)], not in [\(section.rawValue)]"
            )
            return
        }
        let text = "unknown key '\(shortened(key))=' in [\(section.rawValue)]"
        let near =
            builder.isFull
            ? nil : Suggestion.nearest(to: key, among: DirectiveTable.keys(in: section).map(\.key))
        builder.report(
            level,
            assignment.keyLocation,
            text + (near.map { "; did you mean '\($0)'?" } ?? "; it is ignored")
        )
    }

    /// How bad it is that a key has no effect: an error where it is, or seems to be, the name of a restriction.
    /// Beyond the findings that are listed nothing is looked up, and everything counts as one.
    private static func severity(missing key: String, _ builder: UnitBuilder) -> Diagnostic.Severity {
        if builder.options.isLenient { return .warning }
        if builder.isFull { return .error }
        return DirectiveTable.isLikeRestriction(key) ? .error : .warning
    }

    private static func shortened(_ text: String) -> String {
        text.utf8.count > 60 ? text.prefix(60) + "…" : text
    }
}

package import ServiceModel

/// Reads unit files: bytes in, a definition and findings out. Never throws, never opens anything, and ends
/// on every input.
package enum UnitFileReader {
    /// The unit that the texts describe, merged in the order given.
    package static func read(name: UnitName, texts: [UnitText], options: ReadingOptions) -> ReadResult {
        var builder = UnitBuilder(name: name, fragment: texts.first?.path ?? "", options: options)
        var used: [UsedDirective] = []
        for text in texts {
            let scan = LineScanner.scan(text)
            builder.append(scan.diagnostics)
            for heading in scan.headings { checkHeading(heading, &builder) }
            for assignment in scan.assignments { apply(assignment, &builder, &used) }
        }
        builder.finish()
        return ReadResult(definition: builder.definition, diagnostics: builder.diagnostics, directives: used)
    }

    private static func checkHeading(
        _ heading: (name: String, location: SourceLocation),
        _ builder: inout UnitBuilder
    ) {
        guard !isOwnMatter(heading.name), section(heading.name, in: builder) == nil else { return }
        let known = Directive.Section.allCases.filter { $0 != .manager }.map(\.rawValue)
        let hint = Suggestion.sentence(for: heading.name, among: known)
        let isMeant = !hint.isEmpty && !builder.options.isLenient
        // [Servcie] would run the service without any of its restrictions.
        builder.report(
            isMeant ? .error : .warning,
            heading.location,
            "unknown section '[\(heading.name)]'" + hint
        )
    }

    /// Sections and keys that begin with `X-` belong to other programs.
    private static func isOwnMatter(_ name: String) -> Bool {
        name.hasPrefix("X-") && name != Directive.Section.castellan.rawValue
    }

    private static func section(_ name: String, in builder: UnitBuilder) -> Directive.Section? {
        guard let section = Directive.Section(rawValue: name), section != .manager else { return nil }
        return section
    }

    private static func apply(
        _ assignment: Assignment,
        _ builder: inout UnitBuilder,
        _ used: inout [UsedDirective]
    ) {
        guard !isOwnMatter(assignment.section), !assignment.key.hasPrefix("X-") else { return }
        guard let section = section(assignment.section, in: builder) else { return }
        let key = legacyNames["\(section.rawValue).\(assignment.key)"] ?? (section, assignment.key)
        guard let directive = DirectiveTable.directive(key.1, in: key.0) else {
            reportUnknown(assignment, section, &builder)
            return
        }
        used.append(
            UsedDirective(
                directive: directive,
                value: assignment.value.text,
                location: assignment.keyLocation
            )
        )
        DirectiveReaders.reader(for: directive)?(&builder, assignment.value, directive)
    }

    /// Older names and places that systemd still takes.
    private static let legacyNames: [String: (Directive.Section, String)] = [
        "Unit.StartLimitInterval": (.unit, "StartLimitIntervalSec"),
        "Service.StartLimitInterval": (.unit, "StartLimitIntervalSec"),
        "Service.StartLimitIntervalSec": (.unit, "StartLimitIntervalSec"),
        "Service.StartLimitBurst": (.unit, "StartLimitBurst"),
    ]

    private static func reportUnknown(
        _ assignment: Assignment,
        _ section: Directive.Section,
        _ builder: inout UnitBuilder
    ) {
        let text = "unknown key '\(assignment.key)=' in [\(section.rawValue)]"
        if let home = DirectiveTable.sections(of: assignment.key).first(where: { $0 != .manager }) {
            let isSafety = DirectiveTable.directive(assignment.key, in: home)?.restrictsPrivilege == true
            let severity: Diagnostic.Severity = isSafety && !builder.options.isLenient ? .error : .warning
            builder.report(
                severity,
                assignment.keyLocation,
                "'\(assignment.key)=' belongs in [\(home.rawValue)], not in [\(section.rawValue)]"
            )
            return
        }
        let known = DirectiveTable.keys(in: section)
        guard let near = Suggestion.nearest(to: assignment.key, among: known.map(\.key)) else {
            builder.report(.warning, assignment.keyLocation, text + "; it is ignored")
            return
        }
        let isSafety = known.first { $0.key == near }?.restrictsPrivilege == true
        let severity: Diagnostic.Severity = isSafety && !builder.options.isLenient ? .error : .warning
        builder.report(severity, assignment.keyLocation, text + "; did you mean '\(near)'?")
    }
}

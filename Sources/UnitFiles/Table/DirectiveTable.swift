import ServiceModel

/// Every directive, one line each. The parser, the diagnostics and the manual's test all read it here.
package enum DirectiveTable {
    package static let all: [Directive] =
        unitSection + unitConditions + installSection + serviceSection + execSection + sandboxSection
        + resourceSection + socketSection + timerSection + ownSections

    private static let byKey: [String: Directive] = {
        var table: [String: Directive] = [:]
        for directive in all { table["\(directive.section.rawValue).\(directive.key)"] = directive }
        return table
    }()

    package static func directive(_ key: String, in section: Directive.Section) -> Directive? {
        byKey["\(section.rawValue).\(key)"]
    }

    /// The sections a key may stand in.
    static func sections(of key: String) -> [Directive.Section] {
        Directive.Section.allCases.filter { directive(key, in: $0) != nil }
    }

    /// Whether the word is, or seems to be, the name of a directive that restricts the service.
    static func isLikeRestriction(_ word: String) -> Bool {
        let isOne = sections(of: word).contains { directive(word, in: $0)?.restrictsPrivilege == true }
        return isOne || Suggestion.nearest(to: word, among: restrictingKeys) != nil
    }

    private static let restrictingKeys = all.filter { $0.restrictsPrivilege && $0.section != .manager }.map(
        \.key
    )

    static func keys(in section: Directive.Section) -> [Directive] {
        all.filter { $0.section == section }
    }
}

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
        return isOne || Suggestion.nearest(to: word, among: restrictingKeys) != nil || isLikePart(word)
    }

    /// `MemoryLimits`, `UserName`; `AppArmor`, `BoundingSet`; and what others call it.
    private static func isLikePart(_ word: String) -> Bool {
        let isPart = word.utf8.count >= 6
        return otherWords.contains(word)
            || restrictingKeys.contains {
                word.begins(with: $0) || isPart && ($0.begins(with: word) || $0.ends(with: word))
            }
    }

    private static let otherWords: Set<String> = ["Capabilities", "Chroot", "NoNewPrivs", "RunAs", "Seccomp"]

    private static let restrictingKeys =
        all.filter { $0.restrictsPrivilege && $0.section != .manager }.map(\.key)
        + LegacyNames.restricting

    static func keys(in section: Directive.Section) -> [Directive] {
        all.filter { $0.section == section }
    }
}

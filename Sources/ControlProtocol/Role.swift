/// What a client may do, from least to most.
package enum Role: UInt8, Comparable, CaseIterable, Sendable {
    case view, operate, administer

    /// The word on the wire and in sentences.
    package var word: String {
        switch self {
        case .view: "view"
        case .operate: "operate"
        case .administer: "administer"
        }
    }

    package init?(word: String) {
        guard let role = Role.allCases.first(where: { $0.word == word }) else { return nil }
        self = role
    }

    package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

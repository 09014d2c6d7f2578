package import ServiceModel

/// One assignment of a unit's files, with what is known of its directive.
package struct DirectiveUse: Hashable, Sendable {
    package enum Support: Hashable, Sendable {
        case supported, notEnforcedYet, notSupported
    }

    package let directive: String
    package let value: String
    package let location: SourceLocation?
    package let support: Support
    /// Whether the directive takes something away from the service when it is on.
    package let restrictsPrivilege: Bool

    package init(
        directive: String,
        value: String,
        location: SourceLocation?,
        support: Support,
        restrictsPrivilege: Bool
    ) {
        self.directive = directive
        self.value = value
        self.location = location
        self.support = support
        self.restrictsPrivilege = restrictsPrivilege
    }

    /// Values by which a restricting directive says that it restricts nothing: none, no as a boolean, a list of what is
    /// denied with nothing in it, and the words that some directives have for it.
    private static let off: Set<String> = ["", "~", "auto", "default", "all", "inherit", "infinity"]
    private static let no: Set<String> = ["no", "false", "off", "0", "n", "f"]

    var isOff: Bool { DirectiveUse.off.contains(value) || DirectiveUse.no.contains(value.lowercased()) }

    /// Whether it makes no difference that this version does not carry it out.
    var asksForNothing: Bool { value.isEmpty || restrictsPrivilege && isOff }

    var isRestriction: Bool { restrictsPrivilege && !isOff }
}

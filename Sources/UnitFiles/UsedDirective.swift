package import ServiceModel

/// One assignment as it stands in the unit's files, in file order.
package struct UsedDirective: Hashable, Sendable {
    package let directive: Directive
    /// After continuation lines were joined, before specifiers.
    package let value: String
    package let location: SourceLocation

    package init(directive: Directive, value: String, location: SourceLocation) {
        self.directive = directive
        self.value = value
        self.location = location
    }
}

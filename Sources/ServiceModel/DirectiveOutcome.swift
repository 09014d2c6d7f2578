/// A directive as it was requested, and what became of it.
package struct DirectiveOutcome: Hashable, Sendable {
    /// Without the equals sign: `SystemCallFilter`.
    package let directive: String
    /// The value as written in the file, after merging; shortened to a line.
    package let requested: String
    package let enforcement: Enforcement
    package let location: SourceLocation?

    package init(directive: String, requested: String, enforcement: Enforcement, location: SourceLocation?) {
        self.directive = directive
        self.requested = requested
        self.enforcement = enforcement
        self.location = location
    }
}

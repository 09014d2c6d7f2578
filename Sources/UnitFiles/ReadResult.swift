package import ServiceModel

/// What reading a unit's files gave: its meaning, what was found on the way, and every directive used.
package struct ReadResult: Hashable, Sendable {
    package var definition: ServiceDefinition
    package var diagnostics: [Diagnostic]
    package var directives: [UsedDirective]

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

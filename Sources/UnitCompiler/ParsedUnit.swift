import SandboxPolicy
import ServiceModel

/// What the parser made of a unit's files.
struct ParsedUnit {
    var definition: ServiceDefinition
    var diagnostics: [Diagnostic] = []
    /// Every assignment, in the order in which it was read.
    var uses: [DirectiveUse] = []
}

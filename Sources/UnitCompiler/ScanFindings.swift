package import ServiceModel

/// Every unit with its files read, sorted by name, and what was wrong with the directories as a whole.
package struct ScanFindings: Sendable {
    package var units: [UnitSource] = []
    package var diagnostics: [Diagnostic] = []

    package init() {}
}

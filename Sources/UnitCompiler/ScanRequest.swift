package import ServiceModel

/// Where to look for units, and for which.
package struct ScanRequest: Sendable {
    /// The unit directories, the most important first.
    package var paths: [String]
    /// What stands before the absolute targets of links, when a whole installation lies in a directory.
    package var root = ""
    /// Instances of templates wanted beside those that are linked.
    package var instances: [UnitName] = []
    /// Only these units; nil for all.
    package var only: Set<UnitName>?
    package var trust: TrustPolicy
    /// Files that should not be trusted are read with a warning.
    package var isLenient = false
    /// Whether the directories that lead to those of the units are judged as well.
    package var judgesWay = true

    package init(paths: [String], trust: TrustPolicy) {
        self.paths = paths
        self.trust = trust
    }
}

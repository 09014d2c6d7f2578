package import ServiceModel

/// One row of the exposure table for one unit: what it weighs, how bad it is as declared, and how bad as it holds.
package struct ExposureRow: Hashable, Sendable {
    /// As `systemd-analyze security` names it: `PrivateNetwork=`, `CapabilityBoundingSet=~CAP_KILL`.
    package let name: String
    package let weight: Int
    package let range: Int
    /// 0 is best, `range` is worst; nil where the row does not apply to the unit.
    package let badness: Int?
    /// The same of what is enforced alone: never less than what is declared.
    package let effectiveBadness: Int?
    /// What the service can do, or cannot, as it holds.
    package let text: String
    /// What to write in the unit to lower the score.
    package let remedy: String
    /// What became of the directive here; nil where the unit does not name it.
    package let enforcement: Enforcement?

    /// The row's part of the sum, as systemd rounds it.
    package static func points(_ badness: Int?, _ weight: Int, _ range: Int) -> Int {
        guard let badness else { return 0 }
        return (badness * weight + range - 1) / range
    }

    package var points: Int { ExposureRow.points(badness, weight, range) }
    package var effectivePoints: Int { ExposureRow.points(effectiveBadness, weight, range) }
}

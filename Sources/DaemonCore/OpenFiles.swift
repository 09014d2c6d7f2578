import LinuxSystem
import ServiceModel

/// How many descriptors the supervisor may have: as many as the hard limit permits, up to a bound. Services start with
/// the soft limit that it was itself started with, since a program that uses select(2) cannot live with more.
struct OpenFiles {
    /// More than units of any number that one host runs will need.
    private static let most: UInt64 = 65536

    let limit: UInt64
    /// What services are given that say nothing of it; nil: the supervisor's own.
    let inherited: ResourceLimit?

    /// Raises this process's soft limit.
    static func raise() throws(SystemError) -> OpenFiles {
        let kind = ResourceLimit.Kind.openFiles
        let found = try OwnLimits.values(kind.rawValue)
        let wanted = min(found.hard, most)
        guard wanted > found.soft else { return OpenFiles(limit: found.soft, inherited: nil) }
        try OwnLimits.set(kind.rawValue, soft: wanted, hard: found.hard)
        return OpenFiles(
            limit: wanted,
            inherited: ResourceLimit(kind: kind, soft: found.soft, hard: found.hard)
        )
    }
}

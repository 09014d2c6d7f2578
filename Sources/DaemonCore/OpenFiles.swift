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

    /// What every Linux gives a process that nobody said anything about.
    private static let usual: UInt64 = 1024

    /// Raises this process's soft limit, where it may.
    static func raise(_ log: Log) -> OpenFiles {
        let kind = ResourceLimit.Kind.openFiles
        var limit = usual
        do {
            let found = try OwnLimits.values(kind.rawValue)
            limit = found.soft
            let wanted = min(found.hard, most)
            guard wanted > limit else { return OpenFiles(limit: limit, inherited: nil) }
            try OwnLimits.set(kind.rawValue, soft: wanted, hard: found.hard)
            let inherited = ResourceLimit(kind: kind, soft: limit, hard: found.hard)
            return OpenFiles(limit: wanted, inherited: inherited)
        } catch {
            log.warning("the limit on open files stays as it is: \(error)")
            return OpenFiles(limit: limit, inherited: nil)
        }
    }
}

import LinuxSystem
import ServiceModel

/// User ids lent to units with `DynamicUser=`, never two units on one, never one that owns a process.
struct IdentityLeases {
    /// systemd's range for dynamic users.
    static let range: ClosedRange<UInt32> = 61184...65519

    private var holders: [UInt32: Int] = [:]
    /// Asks the kernel whether a user id is in use.
    private let isInUse: (UInt32) -> Bool

    init(isInUse: @escaping (UInt32) -> Bool) {
        self.isInUse = isInUse
    }

    /// A free id for the unit, or nil when every one is taken. The search begins at a place that follows
    /// from the unit's name, so that the same unit tends to get the same id and finds its files again.
    mutating func lease(to unit: Int, name: String) -> UInt32? {
        let count = UInt32(IdentityLeases.range.count)
        let first = UInt32(truncatingIfNeeded: IdentityLeases.hash(name) % UInt64(count))
        for step in 0..<count {
            let candidate = IdentityLeases.range.lowerBound + (first + step) % count
            if holders[candidate] == nil, !isInUse(candidate) {
                holders[candidate] = unit
                return candidate
            }
        }
        return nil
    }

    mutating func giveBack(_ uid: UInt32) {
        holders[uid] = nil
    }

    /// FNV-1a: the same on every host and every run, unlike the standard library's hash.
    private static func hash(_ name: String) -> UInt64 {
        name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

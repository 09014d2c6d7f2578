/// A service's state in the six words every unit shares: systemd's `ActiveState=`.
package enum ActiveState: UInt8, CaseIterable, Sendable {
    case inactive, activating, active, reloading, deactivating, failed

    /// systemd's word.
    package var word: String {
        switch self {
        case .inactive: "inactive"
        case .activating: "activating"
        case .active: "active"
        case .reloading: "reloading"
        case .deactivating: "deactivating"
        case .failed: "failed"
        }
    }
}

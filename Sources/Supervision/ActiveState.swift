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

    /// Whether the unit does its work: `active` or `reloading`.
    package var isUp: Bool {
        switch self {
        case .active, .reloading: true
        case .inactive, .failed, .activating, .deactivating: false
        }
    }

    /// Whether nothing of the unit runs and nothing is about to: `inactive` or `failed`.
    package var isSettled: Bool {
        switch self {
        case .inactive, .failed: true
        case .active, .reloading, .activating, .deactivating: false
        }
    }
}

/// What is done with a service that takes too long: `TimeoutStartFailureMode=`, `TimeoutStopFailureMode=`.
package enum TimeoutFailureMode: UInt8, CaseIterable, Sendable {
    /// Asked to end, then killed.
    case terminate
    /// Told to abort, for the core dump, then killed.
    case abort
    case kill

    package var word: String {
        switch self {
        case .terminate: "terminate"
        case .abort: "abort"
        case .kill: "kill"
        }
    }
}

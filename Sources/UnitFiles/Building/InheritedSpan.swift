import ServiceModel

/// What an empty time span stands for: a default of the supervisor's, or no limit.
enum InheritedSpan {
    case restartDelay, timeoutStart, timeoutStop, startLimitInterval, unlimited

    func value(in manager: ManagerSettings) -> TimeSpan {
        switch self {
        case .restartDelay: manager.defaultRestartDelay
        case .timeoutStart: manager.defaultTimeoutStart
        case .timeoutStop: manager.defaultTimeoutStop
        case .startLimitInterval: manager.defaultStartLimitInterval
        case .unlimited: .infinity
        }
    }
}

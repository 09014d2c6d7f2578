/// Why a service is in the state it is in: systemd's `Result=` and `$SERVICE_RESULT`.
package enum ServiceResult: UInt8, CaseIterable, Sendable {
    case success, exitCode, signal, coreDump, timeout, startLimitHit, resources, execCondition, outOfMemory,
        watchdog
    case `protocol`

    /// systemd's word.
    package var word: String {
        switch self {
        case .success: "success"
        case .exitCode: "exit-code"
        case .signal: "signal"
        case .coreDump: "core-dump"
        case .timeout: "timeout"
        case .startLimitHit: "start-limit-hit"
        case .resources: "resources"
        case .execCondition: "exec-condition"
        case .outOfMemory: "oom-kill"
        case .watchdog: "watchdog"
        case .protocol: "protocol"
        }
    }
}

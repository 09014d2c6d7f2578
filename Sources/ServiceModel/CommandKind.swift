/// The commands of a service in the order of its life, and the supervisor's own last step.
package enum CommandKind: UInt8, CaseIterable, Sendable {
    case condition, startPre, start, startPost, reload, stop, stopPost
    /// Not a command of the unit: the helper removes runtime directories and credentials after the unit
    /// ended.
    case cleanUp

    /// The directive that lists commands of this kind.
    package var directive: String {
        switch self {
        case .condition: "ExecCondition"
        case .startPre: "ExecStartPre"
        case .start: "ExecStart"
        case .startPost: "ExecStartPost"
        case .reload: "ExecReload"
        case .stop: "ExecStop"
        case .stopPost: "ExecStopPost"
        case .cleanUp: "cleanup"
        }
    }
}

/// The four times a unit's processes are told to end: politely and then not, before the ExecStopPost commands
/// and again after them.
enum KillPhase: CaseIterable, Sendable {
    case stopTerminate, stopKill, finalTerminate, finalKill

    var isKill: Bool {
        switch self {
        case .stopKill, .finalKill: true
        case .stopTerminate, .finalTerminate: false
        }
    }
}

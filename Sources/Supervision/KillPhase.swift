/// The times a unit's processes are told to end: politely, or to abort where the unit wants that of what is late,
/// and then not; before the ExecStopPost commands and again after them.
enum KillPhase: CaseIterable, Sendable {
    case stopTerminate, stopAbort, stopKill, finalTerminate, finalAbort, finalKill

    var isKill: Bool {
        switch self {
        case .stopKill, .finalKill: true
        case .stopTerminate, .stopAbort, .finalTerminate, .finalAbort: false
        }
    }

    var isAbort: Bool {
        switch self {
        case .stopAbort, .finalAbort: true
        case .stopTerminate, .stopKill, .finalTerminate, .finalKill: false
        }
    }
}

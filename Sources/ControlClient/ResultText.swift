import ControlProtocol

/// What became of one unit, as Supervisor's line and exit status.
struct ResultText: Equatable {
    let line: String
    /// Nil where Supervisor leaves the exit status as it is.
    let status: Int32?
    /// More than Supervisor says; goes to standard error.
    let hint: String

    /// `done` is the word for success: `started`; `asked` that for what is only accepted.
    init(_ result: UnitResult, done: String, asked: String? = nil) {
        let (text, status) = ResultText.words(result, done, asked ?? done)
        line = "\(StatusRow.displayName(result.unit)): \(text)"
        self.status = status
        hint = result.message
    }

    private static func words(_ result: UnitResult, _ done: String, _ asked: String) -> (String, Int32?) {
        switch result.outcome {
        case .done: (done, nil)
        case .queued: ("asked to be \(asked)", nil)
        case .skipped: ("skipped (a condition said no)", nil)
        case .alreadyDone: (done == "started" ? "ERROR (already started)" : "ERROR (not running)", nil)
        case .noSuchUnit: ("ERROR (no such process)", ExitCode.generic)
        case .notApplicable: ("ERROR (not running)", ExitCode.notRunning)
        case .failed: failure(result)
        case .cancelled: ("ERROR (cancelled)", ExitCode.generic)
        case .refused: ("ERROR (refused)", ExitCode.generic)
        case .masked: ("ERROR (masked)", ExitCode.generic)
        }
    }

    private static func failure(_ result: UnitResult) -> (String, Int32?) {
        guard let step = result.failedStep else {
            return ("ERROR (abnormal termination)", ExitCode.notRunning)
        }
        // The launch steps that look for the program and execute it, with ENOENT and EACCES of execve(2).
        guard step == "executable" || step == "execute" else {
            return ("ERROR (spawn error)", ExitCode.notRunning)
        }
        switch result.failedErrno {
        case 2: return ("ERROR (no such file)", ExitCode.generic)
        case 13: return ("ERROR (file is not executable)", ExitCode.generic)
        default: return ("ERROR (spawn error)", ExitCode.notRunning)
        }
    }

    /// A restart tells its stop first, once there has been one.
    static func stopLine(_ result: UnitResult) -> String? {
        switch result.outcome {
        case .noSuchUnit, .refused, .masked, .queued: nil
        case .done, .alreadyDone, .skipped, .failed, .cancelled, .notApplicable:
            "\(StatusRow.displayName(result.unit)): " + (result.wasActive ? "stopped" : "ERROR (not running)")
        }
    }

    /// The last result that is neither done nor without need decides, as Supervisor has it.
    static func exitStatus(_ texts: [ResultText]) -> Int32 {
        texts.last { $0.status != nil }?.status ?? ExitCode.success
    }
}

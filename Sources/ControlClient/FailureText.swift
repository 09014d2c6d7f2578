import ControlProtocol
import LinuxSystem

/// What is said, and returned, when a command cannot be carried out.
enum FailureText {
    static func failure(_ error: any Error, command: String, control: String) -> CommandFailure {
        switch error {
        case let failure as CommandFailure: return failure
        case let failure as DaemonLink.Failure: return text(of: failure, command)
        default: return CommandFailure(ExitCode.generic, "failed", "ERROR: \(error)")
        }
    }

    private static func text(of failure: DaemonLink.Failure, _ command: String) -> CommandFailure {
        switch failure {
        case .unreachable(let path, let errno): return unreachable(path, errno, command)
        case .refused(let error): return text(of: error, command)
        case .silent(let path):
            return CommandFailure(
                ExitCode.unreachable,
                "silent",
                "unix://\(path) does not answer\nError: is the supervisord there stopped, or still reading its units?"
            )
        case .broken(let text): return CommandFailure(ExitCode.generic, "broken", "ERROR: \(text)")
        case .late:
            return CommandFailure(
                ExitCode.generic,
                "timeout",
                "ERROR: '\(command)' is not done within the given time; it goes on"
            )
        case .interrupted(let status):
            return CommandFailure(
                status,
                "interrupted",
                "ERROR: not waiting for '\(command)' any longer; it goes on"
            )
        }
    }

    private static func text(of error: ControlError, _ command: String) -> CommandFailure {
        switch error {
        case .permissionDenied(let role):
            return CommandFailure(
                ExitCode.unreachable,
                error.name,
                "Error: permission denied: '\(command)' is for who may \(role.word) units here"
            )
        case .noSuchUnit(let unit):
            return noSuchUnit(unit, ExitCode.unreachable)
        case .shuttingDown:
            let status = command == "shutdown" ? ExitCode.success : ExitCode.generic
            return CommandFailure(status, error.name, "ERROR: already shutting down")
        case .tooManyClients:
            return CommandFailure(
                ExitCode.unreachable,
                error.name,
                "Error: the daemon has too many clients of yours"
            )
        case .failed(let message): return CommandFailure(ExitCode.generic, error.name, "ERROR: \(message)")
        case .methodNotFound(let method):
            return CommandFailure(
                ExitCode.notInstalled,
                error.name,
                "Error: the daemon does not know \(method); it is another version"
            )
        case .interfaceNotFound, .invalidParameter:
            return CommandFailure(ExitCode.generic, error.name, "ERROR: \(error.name)")
        }
    }

    static func noSuchUnit(_ unit: String, _ status: Int32) -> CommandFailure {
        CommandFailure(
            status,
            ControlError.noSuchUnit(unit).name,
            "\(StatusRow.displayName(unit)): ERROR (no such process)"
        )
    }

    /// Supervisor's line, and what to do about it.
    private static func unreachable(_ path: String, _ errno: Int32, _ command: String) -> CommandFailure {
        let line: String
        let hint: String
        var status = ExitCode.unreachable
        switch errno {
        case Errno.noEntry:
            line = "unix://\(path) no such file"
            hint = "is supervisord running, and is this its control socket?"
            // Supervisor tells a missing socket from one that refuses, except in `status`.
            if command != "status" { status = ExitCode.notRunning }
        case Errno.connectionRefused:
            line = "unix://\(path) refused connection"
            hint = "no supervisord listens there; it may have ended and left its socket behind"
        case Errno.accessDenied, Errno.notPermitted:
            line = "unix://\(path): permission denied"
            hint = "root, the daemon's user, and members of OperatorGroup= and ViewerGroup= may connect"
        default:
            line = "unix://\(path): \(ErrorName.text(errno))"
            hint = "is this the daemon's control socket?"
        }
        if command == "shutdown", errno == Errno.noEntry || errno == Errno.connectionRefused {
            return CommandFailure(ExitCode.generic, "unreachable", "ERROR: \(line) (already shut down?)")
        }
        return CommandFailure(status, "unreachable", "\(line)\nError: \(hint)")
    }

    static func unknown(command name: String) -> CommandFailure {
        if CommandTable.absent.contains(name) {
            return CommandFailure(
                ExitCode.unimplemented,
                "unimplemented",
                "Error: '\(name)' is not available in this version"
            )
        }
        let near = Spelling.nearest(name, among: CommandTable.all.map(\.name))
        let hint = near.map { "\nError: did you mean '\($0)'?" } ?? ""
        return CommandFailure(ExitCode.generic, "unknown-command", "*** Unknown syntax: \(name)\(hint)")
    }
}

import ServiceModel

/// A command of a unit as systemd's `show` prints it, with what became of its last process where that is known.
struct CommandProperty {
    let command: ExecCommand
    var startedAt: WallTime?
    var end: UnitRuntime.LastEnd?
    var pid: Int32 = 0

    var text: String {
        let ignoresErrors = command.ignoresFailure ? "yes" : "no"
        return "{ path=\(command.path) ; argv[]=\(command.arguments.joined(separator: " "))"
            + " ; ignore_errors=\(ignoresErrors) ; start_time=[\(moment(startedAt))]"
            + " ; stop_time=[\(moment(end?.at))] ; pid=\(pid) ; code=\(code) ; status=\(status) }"
    }

    private func moment(_ moment: WallTime?) -> String { moment.map(Timestamp.text) ?? "n/a" }

    private var code: String {
        switch end?.status {
        case nil: "(null)"
        case .exited: "exited"
        case .signaled(_, let coreDumped): coreDumped ? "dumped" : "killed"
        }
    }

    private var status: String {
        switch end?.status {
        case nil: "0/0"
        case .exited(let code): "\(code)"
        case .signaled(let signal, _): "\(signal.number)/\(signal.name.dropFirst(3))"
        }
    }
}

import ServiceModel

extension ExitStatus {
    /// `$EXIT_CODE`: `exited`, `killed` or `dumped`.
    var codeWord: String {
        switch self {
        case .exited: "exited"
        case .signaled(_, let coreDumped): coreDumped ? "dumped" : "killed"
        }
    }

    /// `$EXIT_STATUS`: the code, or the signal's name without `SIG`.
    var statusWord: String {
        switch self {
        case .exited(let code): String(code)
        case .signaled(let signal, _): String(signal.name.dropFirst(3))
        }
    }

    /// What a process did: `exited with status 3`, `was killed by SIGSEGV, core dumped`.
    var sentence: String {
        switch self {
        case .exited(let code): "exited with status \(code)"
        case .signaled(let signal, let coreDumped):
            "was killed by \(signal.name)" + (coreDumped ? ", core dumped" : "")
        }
    }
}

import LinuxSystem
import ServiceModel

/// An exit record in words.
enum RecordText {
    /// One line of `history`.
    static func line(_ record: ExitRecord) -> String {
        let when = LocalTime.text(record.endedAt.microseconds, "%Y-%m-%d %H:%M:%S %z")
        var line =
            "\(when)  \(record.unit)  \(record.command.directive)  pid \(record.pid)  \(ends(record.status))"
        if let step = record.failedStep { line += " at launch step '\(step)'" }
        line += "  (\(record.result.word)"
        line += record.restartCount > 0 ? ", restart \(record.restartCount))" : ")"
        if let asker = record.requestedBy { line += "  asked for by \(asker)" }
        return line
    }

    /// `killed by SIGSEGV, core dumped`
    static func ends(_ status: ExitStatus) -> String {
        switch status {
        case .exited(let code): "exited with status \(code)"
        case .signaled(let signal, let coreDumped):
            "killed by \(signal.name)" + (coreDumped ? ", core dumped" : "")
        }
    }

    /// `3 s`, `2 min`, `5 h`, `12 days`: how long ago, as people say it.
    static func age(_ microseconds: UInt64) -> String {
        let seconds = microseconds / 1_000_000
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3600) h"
        default: return "\(seconds / 86400) days"
        }
    }
}

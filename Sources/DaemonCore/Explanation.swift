import LaunchProtocol
import ServiceModel
import Supervision

/// Why a unit is in its state, as one sentence for people.
struct Explanation {
    let reason: Reason
    let now: Instant
    /// What helpers said about steps that failed.
    let launchFailures: [LaunchFailureDetail]
    /// Who asked, if somebody did.
    let requester: String?
    /// Nobody asked for the start: it belongs to the supervisor's own.
    var startedItself = false
    /// The end of another unit that started this one.
    var trigger: String?
    /// The text of an error number.
    let errnoText: (Int32) -> String

    var sentence: String {
        switch reason {
        case .because(let cause): return text(of: cause)
        case .restarted(let cause, let restart): return "restart \(restart) after \(text(of: cause))"
        case .restarting(let cause, let restart, let moment):
            return "\(text(of: cause)); restart \(restart) in \(Explanation.text(moment.since(now)))"
        case .retryingSpawn(let command, let moment):
            let wait = Explanation.text(moment.since(now))
            return
                "no process could be spawned for \(text(of: command)); the host is short of a resource, next try in \(wait)"
        }
    }

    private func text(of cause: Cause) -> String {
        switch cause {
        case .nothing: "never started"
        case .requested(.start) where startedItself: "started with the supervisor"
        case .requested(.start) where trigger != nil: "started because \(trigger ?? "")"
        case .requested(let job): "\(word(job)) by request" + (requester.map { " of \($0)" } ?? "")
        case .failureReset: "the failure was reset"
        case .conditionSaidNo(let index): "\(text(of: CommandReference(.condition, index))) said no"
        case .mainEnded(let status): "the main process \(status.sentence)"
        case .commandFailed(let command, let status): "\(text(of: command)) \(status.sentence)"
        case .launchFailed(let command, let failure): text(of: failure, command)
        case .commandTimedOut(let command): "\(text(of: command)) took too long"
        case .stopTimedOut: "its processes did not end in time after the stop signal"
        case .memoryRanOut: "the kernel killed a process of it for want of memory (OOM)"
        case .runtimeLimitReached: "it ran as long as RuntimeMaxSec= allows"
        case .startLimitHit(let burst, let interval):
            "start limit hit: more than \(burst) starts within \(Explanation.text(interval)); 'reset-failed' lifts it"
        case .leftoverProcess: "a process of the run before is still there"
        case .noCommand: "the unit has no ExecStart= command"
        case .spawnWithdrawn: "the launch was withdrawn"
        }
    }

    private func word(_ job: JobKind) -> String {
        switch job {
        case .start: "started"
        case .stop: "stopped"
        case .restart: "restarted"
        case .reload: "reloaded"
        }
    }

    private func text(of command: CommandReference) -> String {
        command.index == 0
            ? "\(command.kind.directive)=" : "\(command.kind.directive)= command \(command.index + 1)"
    }

    private func text(of failure: LaunchFailure, _ command: CommandReference) -> String {
        guard let step = LaunchStep(rawValue: failure.step) else {
            return "\(text(of: command)) could not be launched"
        }
        let detail = launchFailures.first { $0.command == command }
        let reason = detail?.reason(errnoText) ?? errnoText(failure.errno)
        return "launch step '\(step.name)' of \(text(of: command)) failed (\(step.exitStatus)): \(reason)"
    }

    /// `400 ms`, `3 s`, `2 min 5 s`
    static func text(_ span: TimeSpan) -> String {
        guard !span.isInfinite else { return "infinity" }
        let milliseconds = span.microseconds / 1000
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        let seconds = milliseconds / 1000
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60) min" + (seconds % 60 == 0 ? "" : " \(seconds % 60) s") }
        return "\(seconds / 3600) h" + (seconds / 60 % 60 == 0 ? "" : " \(seconds / 60 % 60) min")
    }
}

import ServiceModel
import Supervision

/// Effects as short lines, so that a scenario reads as a list of events and what came of them. Moments are
/// written relative to the present, in milliseconds.
enum EffectText {
    static func lines(_ effects: [Effect], now: Instant) -> [String] {
        effects.map { line($0, now: now) }
    }

    static func line(_ effect: Effect, now: Instant) -> String {
        switch effect {
        case .launch(let token, let command): "launch \(token.rawValue) \(text(command))"
        case .signal(let token, let signal): "signal \(token.rawValue) \(signal.name)"
        case .signalAll(let signal, let except): "signal all \(signal.name)\(text(except))"
        case .killAll(let signal, let except): "kill all \(signal.name)\(text(except))"
        case .sweep: "sweep"
        case .watchEmpty: "watch empty"
        case .wake(let moment):
            moment == .never ? "no wake" : "wake in \(moment.since(now).microseconds / 1000)"
        case .record(let token, let command, let status, let result):
            "record \(token.rawValue) \(text(command)) \(text(status)) \(result.word)"
        case .finished(let kind, let outcome): "\(kind) \(text(outcome))"
        case .beginInvocation: "begin"
        case .endInvocation: "end"
        case .startOthers(let state): "start others after \(state.word)"
        }
    }

    static func text(_ command: CommandReference) -> String {
        command.index == 0 ? "\(command.kind)" : "\(command.kind)[\(command.index)]"
    }

    static func text(_ status: ExitStatus) -> String {
        switch status {
        case .exited(let code): "\(code)"
        case .signaled(let signal, let coreDumped): signal.name + (coreDumped ? "+core" : "")
        }
    }

    private static func text(_ except: ProcessToken?) -> String {
        except.map { " except \($0.rawValue)" } ?? ""
    }

    private static func text(_ outcome: JobOutcome) -> String {
        switch outcome {
        case .done: "done"
        case .skipped: "skipped"
        case .failed(let result): "failed: \(result.word)"
        case .cancelled: "cancelled"
        case .alreadyDone: "already done"
        case .notApplicable: "not applicable"
        }
    }
}

import ControlProtocol
import ServiceModel
import Supervision
import UnitSet

/// The run at whose end another unit is started: what that unit's commands are told of it.
struct TriggeringRun {
    let unit: String
    let invocation: InvocationID
    let result: ServiceResult
    /// How its main process ended; nil when there was none.
    let end: ExitStatus?

    var variables: [EnvironmentRequest.Assignment] {
        var variables: [EnvironmentRequest.Assignment] = [
            .init(name: "MONITOR_SERVICE_RESULT", value: result.word),
            .init(name: "MONITOR_INVOCATION_ID", value: invocation.text),
            .init(name: "MONITOR_UNIT", value: unit),
        ]
        if let end {
            variables.append(.init(name: "MONITOR_EXIT_CODE", value: end.codeWord))
            variables.append(.init(name: "MONITOR_EXIT_STATUS", value: end.statusWord))
        }
        return variables
    }

    /// `web.service failed`
    var sentence: String { unit + (result == .success ? " ended" : " failed") }
}

extension Daemon {
    /// Starts what the unit names in `OnFailure=` or `OnSuccess=`. Instances are loaded when they are first needed.
    func startOthers(after state: ActiveState, _ slot: Int) {
        guard shutdown == nil, let details = details(of: slot) else { return }
        let names = state == .failed ? details.onFailure : details.onSuccess
        let machine = units[slot].machine
        let run = TriggeringRun(
            unit: name(of: slot),
            invocation: units[slot].invocation,
            result: machine.result,
            end: machine.lastMainStatus
        )
        let missing = names.filter {
            UnitName($0).map { $0.template != nil && self.slot(named: $0) == nil } ?? false
        }
        guard !missing.isEmpty else { return start(names, after: run) }
        load(.instances(missing)) { [self] _ in start(names, after: run) }
    }

    private func start(_ names: [String], after run: TriggeringRun) {
        guard shutdown == nil else { return }
        for name in names {
            guard let slot = UnitName(name).flatMap(slot(named:)) else {
                log.error("\(run.sentence), but there is no unit \(name) to start")
                continue
            }
            if let refusal = refusal(of: units[slot]) {
                log.error("\(run.sentence), but \(name) cannot be started: \(refusal.message)")
                continue
            }
            guard isSettled(slot) else { continue }
            log.info("\(run.sentence): starting \(name)")
            dueTriggers[slot] = run
            post(slot, .start)
        }
    }
}

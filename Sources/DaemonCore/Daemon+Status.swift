import ControlProtocol
import LaunchProtocol
import LinuxSystem
import ServiceModel
import Supervision
import UnitSet
import Wire

extension Daemon {
    func setSummary(of slot: Int) -> UnitSet.UnitSummary? { setSummary(of: units[slot]) }

    func setSummary(of unit: UnitRuntime) -> UnitSet.UnitSummary? {
        do {
            return try unit.set.reader.summary(at: unit.position)
        } catch {
            log.error("reading a unit: \(error)")
            return nil
        }
    }

    func details(of slot: Int) -> UnitDetails? { details(of: units[slot]) }

    func details(of unit: UnitRuntime) -> UnitDetails? {
        do {
            return try unit.set.reader.details(at: unit.position)
        } catch {
            log.error("reading a unit: \(error)")
            return nil
        }
    }

    func why(_ slot: Int) -> String {
        let unit = units[slot]
        if let summary = setSummary(of: slot), summary.loadState != .loaded,
            unit.machine.activeState == .inactive
        {
            let first = details(of: slot)?.diagnostics.first { $0.severity == .error }?.description
            return first
                ?? (summary.loadState == .masked
                    ? "masked by a link to /dev/null or an empty file" : "its files have errors")
        }
        return text(of: unit.machine.explanation, slot)
    }

    /// Of a launch whose end the machine may not have heard of yet.
    func why(_ failure: LaunchFailureDetail, of slot: Int) -> String {
        let reported = LaunchFailure(step: failure.step.rawValue, errno: failure.errno)
        return text(of: .because(.launchFailed(failure.command, reported)), slot)
    }

    private func text(of reason: Reason, _ slot: Int) -> String {
        Explanation(
            reason: reason,
            now: now(),
            launchFailures: launchFailures[slot] ?? [],
            requester: units[slot].requester?.text,
            startedItself: units[slot].startedItself,
            trigger: triggers[slot]?.sentence,
            errnoText: ErrorName.text
        ).sentence
    }

    // MARK: lists

    func list(_ patterns: [String], _ all: Bool, _ exchange: Exchange) {
        var summaries: [ControlProtocol.UnitSummary] = []
        var unmatched: [String] = []
        if patterns.isEmpty || patterns == ["all"] {
            summaries = allSummaries()
        } else {
            for target in resolve(patterns) {
                guard let slot = target.slot else {
                    unmatched.append(target.name)
                    continue
                }
                if let summary = setSummary(of: slot) { summaries.append(self.summary(of: slot, summary)) }
            }
        }
        if !all { summaries = summaries.filter { $0.activeState != "inactive" } }
        let reply = UnitList(units: summaries, unmatched: unmatched)
        exchange.reply(reserving: 320 * (summaries.count + 1)) { reply.encode(into: &$0) }
        Memory.trim()
    }

    private func allSummaries() -> [ControlProtocol.UnitSummary] {
        var summaries: [ControlProtocol.UnitSummary] = []
        do {
            if let set {
                for (position, summary) in try set.reader.summaries().enumerated() {
                    summaries.append(self.summary(of: slotOfPosition[position], summary))
                }
            }
        } catch {
            log.error("reading the units: \(error)")
        }
        for slot in Set(otherSlots.values) {
            if let summary = setSummary(of: slot) { summaries.append(self.summary(of: slot, summary)) }
        }
        if !otherSlots.isEmpty { summaries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } }
        return summaries
    }

    func summary(of slot: Int, _ loaded: UnitSet.UnitSummary) -> ControlProtocol.UnitSummary {
        let unit = units[slot]
        var summary = ControlProtocol.UnitSummary(name: loaded.name.text)
        summary.description = loaded.description
        summary.loadState = unit.isOrphaned ? "not-found" : loaded.loadState.word
        summary.activeState = unit.machine.activeState.word
        summary.subState = unit.machine.subState
        summary.result = unit.machine.result
        summary.state = supervisorState(of: unit, loaded.loadState)
        if let main = unit.main, main.isAlive {
            summary.pid = main.pid
            if summary.state == .running {
                summary.uptime = now().since(main.startedMonotonic).microseconds / 1_000_000
            }
        }
        if unit.changedAt.microseconds > 0 { summary.since = unit.changedAt }
        summary.restarts = unit.machine.restartCount
        summary.lastExit = unit.lastEnd?.status
        switch summary.state {
        case .fatal, .backoff: summary.reason = why(slot)
        case .stopped, .starting, .running, .stopping, .exited, .unknown: break
        }
        return summary
    }

    /// The unit's state in Supervisor's words.
    private func supervisorState(of unit: UnitRuntime, _ loadState: CompiledUnit.LoadState) -> SupervisorState
    {
        switch unit.machine.activeState {
        case .active, .reloading: return unit.main?.isAlive == true ? .running : .exited
        case .activating: return unit.machine.nextRestart == nil ? .starting : .backoff
        case .deactivating: return .stopping
        case .failed: return .fatal
        case .inactive:
            switch loadState {
            // It cannot be started before somebody mends it.
            case .badSetting, .refused: return unit.isOrphaned ? .stopped : .fatal
            case .loaded, .masked: return hasEndedByItself(unit) ? .exited : .stopped
            }
        }
    }

    /// Whether nobody asked for the end: it ran out, as a oneshot does, or exited.
    private func hasEndedByItself(_ unit: UnitRuntime) -> Bool {
        guard unit.lastEnd != nil else { return false }
        switch unit.machine.explanation {
        case .because(.requested(.stop)), .because(.failureReset), .because(.nothing): return false
        case .because, .restarted, .restarting, .retryingSpawn: return true
        }
    }

    // MARK: one unit

    func status(of slot: Int) -> UnitStatus {
        let unit = units[slot]
        let loaded = setSummary(of: slot)
        var status = UnitStatus(
            summary: loaded.map { summary(of: slot, $0) } ?? ControlProtocol.UnitSummary(name: name(of: slot))
        )
        status.why = why(slot)
        if let details = details(of: slot) { fill(&status, from: details, slot) }
        if let control = unit.control, control.isAlive { status.controlPid = control.pid }
        status.uid = unit.main?.uid
        status.gid = unit.main?.gid
        if unit.invocation != .none { status.invocation = unit.invocation }
        if let restart = unit.machine.nextRestart {
            let wait = restart.since(now()).microseconds
            status.nextRestart = WallTime(microseconds: Clock.wall() + wait)
        }
        let policy = policy(of: slot)
        status.startLimit = policy.startLimitInterval > .zero ? policy.startLimitBurst : 0
        status.recentStarts = unit.machine.recentStarts(policy, at: now())
        let usage = processes.usage(of: handle(slot))
        status.controlGroup = usage.controlGroup
        status.memory = usage.memory
        status.tasks = usage.tasks
        status.processorTime = usage.processorTime
        status.lastRecord = lastRecord(of: status.summary.name)
        return status
    }

    private func fill(_ status: inout UnitStatus, from details: UnitDetails, _ slot: Int) {
        status.documentation = details.documentation
        status.fragmentPath = details.fragmentPath
        status.dropInPaths = details.dropInPaths
        for kind in CommandKind.allCases {
            for line in details.commandLines[Int(kind.rawValue)] {
                status.commands.append(CommandLineText(kind: kind, text: line))
            }
        }
        status.outcomes = details.outcomes
        status.changedSinceStart = units[slot].hasChangedSinceStart
        status.denied = status.holds ? Denial.phrases(for: details.outcomes) : []
        status.diagnostics = details.diagnostics
        status.needsReload = needsReload(slot, details)
    }

    /// Among the last records of the journal, the one that tells how the unit's last run ended: that of its newest main
    /// process, unless a later run failed before it had one.
    private func lastRecord(of unit: String) -> ExitRecord? {
        var newest: ExitRecord?
        var failed: ExitRecord?
        var main: ExitRecord?
        var looked = 0
        journal.newestFirst { record in
            looked += 1
            guard record.unit == unit else { return looked < 10_000 }
            if newest == nil { newest = record }
            if let failed, failed.invocation != record.invocation { return false }
            switch record.command {
            case .start: main = record
            case .condition, .startPre: if record.result != .success { failed = record }
            case .startPost, .reload, .stop, .stopPost, .cleanUp: break
            }
            return main == nil && looked < 10_000
        }
        return main ?? failed ?? newest
    }
}

extension CompiledUnit.LoadState {
    /// systemd's word, and one of ours.
    var word: String {
        switch self {
        case .loaded: "loaded"
        case .masked: "masked"
        case .badSetting: "bad-setting"
        case .refused: "refused"
        }
    }
}

import ControlProtocol
import LaunchProtocol
import LinuxSystem
import ServiceModel
import Supervision
import UnitSet
import Wire

extension Daemon {
    /// The properties of a unit under systemd's names; those asked for, in that order, or all.
    func properties(of slot: Int, _ names: [String]) -> [UnitProperty] {
        let all = liveProperties(of: slot) + fileProperties(of: slot)
        guard !names.isEmpty else { return all }
        var left = Dictionary(grouping: all) { $0.name }
        // Each once, however often it is asked for.
        return names.flatMap { left.removeValue(forKey: $0) ?? [] }
    }

    private func fileProperties(of slot: Int) -> [UnitProperty] {
        guard let details = details(of: slot) else { return [] }
        var list = details.properties.map { ($0.name, $0.value) }
        list += inheritedLimits(except: list.map { $0.0 })
        list += commandProperties(of: slot, details)
        list += [
            ("FragmentPath", details.fragmentPath),
            ("DropInPaths", details.dropInPaths.joined(separator: " ")),
            ("UnitFileState", fileState(of: slot)),
            ("NeedDaemonReload", needsReload(slot, details) ? "yes" : "no"),
            ("Documentation", details.documentation.joined(separator: " ")),
        ]
        return list.map { UnitProperty(name: $0.0, value: $0.1) }
    }

    /// A limit that the unit leaves alone is the supervisor's own.
    private func inheritedLimits(except set: [String]) -> [(String, String)] {
        var list: [(String, String)] = []
        for kind in ResourceLimit.Kind.allCases {
            let name = "Limit" + kind.directiveSuffix
            guard !set.contains(name) else { continue }
            do {
                var own = try OwnLimits.values(kind.rawValue)
                if kind == .openFiles, let inherited = openFiles.inherited { own.soft = inherited.soft }
                list.append((name, Daemon.limitText(own.hard)))
                list.append((name + "Soft", Daemon.limitText(own.soft)))
            } catch {
                log.warning("\(name): \(error)")
            }
        }
        return list
    }

    private static func limitText(_ value: UInt64) -> String {
        value == ResourceLimit.infinity ? "infinity" : String(value)
    }

    private func commandProperties(of slot: Int, _ details: UnitDetails) -> [(String, String)] {
        var list: [(String, String)] = []
        for kind in CommandKind.allCases {
            for index in details.commandLines[Int(kind.rawValue)].indices {
                let reference = CommandReference(kind, UInt16(clamping: index))
                guard let property = commandProperty(of: slot, reference) else { continue }
                list.append((kind.directive, property.text))
            }
        }
        return list
    }

    private func commandProperty(of slot: Int, _ reference: CommandReference) -> CommandProperty? {
        let command: ExecCommand
        do {
            let unit = units[slot]
            let encoded = try unit.set.reader.command(at: unit.position, reference.kind, Int(reference.index))
            guard case .execute(let decoded) = try LaunchJob.Task(decoding: encoded) else { return nil }
            command = decoded
        } catch {
            log.error("reading a unit: \(error)")
            return nil
        }
        var property = CommandProperty(command: command)
        let unit = units[slot]
        if let run = commandRuns[slot]?.first(where: { $0.command == reference }) {
            property.startedAt = run.startedAt
            property.pid = run.end.pid
            property.end = run.end
        }
        for process in [unit.main, unit.control] {
            guard let process, process.command == reference else { continue }
            property.startedAt = process.startedAt
            property.pid = process.pid
            property.end = process.isAlive ? nil : property.end
            if !process.isAlive, let end = unit.lastEnd, end.pid == process.pid { property.end = end }
        }
        return property
    }

    private func fileState(of slot: Int) -> String {
        guard let summary = setSummary(of: slot), !units[slot].isOrphaned else { return "" }
        if summary.loadState == .masked { return "masked" }
        return summary.startsAutomatically ? "enabled" : "disabled"
    }

    /// Whether one of the files has changed, or gone, since the unit was loaded from it.
    func needsReload(_ slot: Int, _ details: UnitDetails) -> Bool {
        // There is nothing to be read any more.
        guard !units[slot].isOrphaned else { return false }
        let loadedAt = units[slot].set.loadedAt.microseconds
        for path in [details.fragmentPath] + details.dropInPaths where !path.isEmpty {
            do {
                let changedAt = try FileStatus.of(path).changedAt / 1_000
                if changedAt > Int64(clamping: loadedAt) { return true }
            } catch {
                return true
            }
        }
        return false
    }

    private func liveProperties(of slot: Int) -> [UnitProperty] {
        let unit = units[slot]
        let name = name(of: slot)
        let loaded = setSummary(of: slot)
        let canStart = loaded?.loadState == .loaded && !unit.isOrphaned
        let aliases = details(of: slot)?.aliases.map { $0.text } ?? []
        var list: [(String, String)] = [
            ("Id", name), ("Names", ([name] + aliases).joined(separator: " ")),
            ("Description", loaded?.description ?? name),
            ("LoadState", unit.isOrphaned ? "not-found" : loaded?.loadState.word ?? "error"),
            ("ActiveState", unit.machine.activeState.word), ("SubState", unit.machine.subState),
            ("CanStart", canStart ? "yes" : "no"), ("CanStop", canStart ? "yes" : "no"),
            ("CanReload", canStart && policy(of: slot).commands(of: .reload).count > 0 ? "yes" : "no"),
            ("Result", unit.machine.result.word), ("NRestarts", String(unit.machine.restartCount)),
            ("InvocationID", unit.invocation == .none ? "" : unit.invocation.text),
            ("StateChangeTimestamp", Timestamp.text(unit.changedAt)),
            ("InactiveExitTimestamp", Timestamp.text(unit.inactiveUntil)),
            ("ActiveEnterTimestamp", Timestamp.text(unit.activeSince)),
            ("ActiveExitTimestamp", Timestamp.text(unit.activeUntil)),
            ("InactiveEnterTimestamp", Timestamp.text(unit.inactiveSince)),
            ("ControlPID", unit.control?.isAlive == true ? String(unit.control?.pid ?? 0) : "0"),
        ]
        list += mainProperties(of: unit)
        let usage = processes.usage(of: handle(slot))
        list.append(("ControlGroup", usage.controlGroupPath ?? ""))
        list.append(("MemoryCurrent", usage.memory.map { String($0) } ?? "[not set]"))
        list.append(("TasksCurrent", usage.tasks.map { String($0) } ?? "[not set]"))
        list.append(("CPUUsageNSec", usage.processorTime.map { String($0 * 1_000) } ?? "[not set]"))
        return list.map { UnitProperty(name: $0.0, value: $0.1) }
    }

    private func mainProperties(of unit: UnitRuntime) -> [(String, String)] {
        let main = unit.main
        let isAlive = main?.isAlive == true
        var list: [(String, String)] = [
            ("MainPID", isAlive ? String(main?.pid ?? 0) : "0"), ("ExecMainPID", String(main?.pid ?? 0)),
            ("ExecMainStartTimestamp", main.map { Timestamp.text($0.startedAt) } ?? ""),
            ("UID", main?.uid.map { String($0) } ?? "[not set]"),
            ("GID", main?.gid.map { String($0) } ?? "[not set]"),
        ]
        let end = isAlive ? nil : unit.lastEnd
        list.append(("ExecMainExitTimestamp", end.map { Timestamp.text($0.at) } ?? ""))
        list.append(("ExecMainCode", String(end?.status.waitCode ?? 0)))
        list.append(("ExecMainStatus", String(end?.status.waitStatus ?? 0)))
        return list
    }
}

extension ExitStatus {
    /// `si_code` of `waitid(2)`: CLD_EXITED 1, CLD_KILLED 2, CLD_DUMPED 3.
    var waitCode: Int {
        switch self {
        case .exited: 1
        case .signaled(_, let coreDumped): coreDumped ? 3 : 2
        }
    }

    /// `si_status` of `waitid(2)`.
    var waitStatus: Int {
        switch self {
        case .exited(let code): Int(code)
        case .signaled(let signal, _): Int(signal.number)
        }
    }
}

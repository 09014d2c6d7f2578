import ControlProtocol
import LinuxSystem
import ServiceModel
import Supervision
import UnitSet

extension Daemon {
    /// The properties of a unit under systemd's names; those asked for, in that order, or all.
    func properties(of slot: Int, _ names: [String]) -> [UnitProperty] {
        let all = liveProperties(of: slot) + fileProperties(of: slot)
        guard !names.isEmpty else { return all }
        return names.compactMap { name in all.first { $0.name == name } }
    }

    private func fileProperties(of slot: Int) -> [UnitProperty] {
        guard let details = details(of: slot) else { return [] }
        var properties = details.properties.map { UnitProperty(name: $0.name, value: $0.value) }
        properties.append(UnitProperty(name: "FragmentPath", value: details.fragmentPath))
        properties.append(
            UnitProperty(name: "DropInPaths", value: details.dropInPaths.joined(separator: " "))
        )
        properties.append(
            UnitProperty(name: "Documentation", value: details.documentation.joined(separator: " "))
        )
        return properties
    }

    private func liveProperties(of slot: Int) -> [UnitProperty] {
        let unit = units[slot]
        let name = name(of: slot)
        let loaded = setSummary(of: slot)
        let aliases = details(of: slot)?.aliases.map { $0.text } ?? []
        var list: [(String, String)] = [
            ("Id", name), ("Names", ([name] + aliases).joined(separator: " ")),
            ("Description", loaded?.description ?? name),
            ("LoadState", unit.isOrphaned ? "not-found" : loaded?.loadState.word ?? "error"),
            ("ActiveState", unit.machine.activeState.word), ("SubState", unit.machine.subState),
            ("Result", unit.machine.result.word), ("NRestarts", String(unit.machine.restartCount)),
            ("InvocationID", unit.invocation == .none ? "" : unit.invocation.text),
            ("StateChangeTimestamp", Timestamp.text(unit.changedAt)),
            ("ActiveEnterTimestamp", Timestamp.text(unit.activeSince)),
            ("InactiveEnterTimestamp", Timestamp.text(unit.inactiveSince)),
            ("ControlPID", unit.control?.isAlive == true ? String(unit.control?.pid ?? 0) : "0"),
        ]
        list += mainProperties(of: unit)
        let usage = processes.usage(of: handle(slot))
        list.append(("ControlGroup", usage.controlGroup ?? ""))
        list.append(("MemoryCurrent", usage.memory.map { String($0) } ?? "[not set]"))
        list.append(("TasksCurrent", usage.tasks.map { String($0) } ?? "[not set]"))
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

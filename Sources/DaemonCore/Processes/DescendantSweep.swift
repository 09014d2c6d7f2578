import LinuxSystem
import ServiceModel

/// Follows a unit's processes where there are no cgroups. Orphans become children of the daemon (it is a
/// sub-reaper); they are told apart by their session, by the invocation id in the environment they were
/// executed with, and by having been seen below the unit before. A process that begins a session of its
/// own, executes a program with a cleared environment and loses its parent before it was ever seen escapes:
/// that is the gap against cgroups.
final class DescendantSweep: UnitProcesses {
    let mechanism = "process tree"

    private let ownPid: Int32
    /// Orphans known to belong to a unit, by pid and start time.
    private var known: [Int: [Int32: UInt64]] = [:]

    init(ownPid: Int32) {
        self.ownPid = ownPid
    }

    func prepare(_ unit: UnitHandle) -> String? { nil }

    func members(of unit: UnitHandle) -> [Int32] {
        let table = ProcessTable()
        var roots = unit.launched
        for pid in table.children(of: ownPid) where belongs(pid, to: unit, in: table) { roots.append(pid) }
        for (pid, startTime) in known[unit.index] ?? [:] where table.entries[pid]?.startTime == startTime {
            roots.append(pid)
        }
        let found = table.closure(of: roots)
        remember(found, of: unit, in: table)
        return found.filter { table.entries[$0]?.isZombie == false }
    }

    private func belongs(_ pid: Int32, to unit: UnitHandle, in table: ProcessTable) -> Bool {
        guard let entry = table.entries[pid], !unit.launched.contains(pid) else { return false }
        return unit.sessions.contains(entry.session) || carries(unit.invocation, pid)
    }

    private func carries(_ invocation: InvocationID, _ pid: Int32) -> Bool {
        let mark = Array("INVOCATION_ID=\(invocation.text)".utf8)
        do {
            let environment = try StateFile.contents("/proc/\(pid)/environ", upTo: 256 * 1024)
            return environment.split(separator: 0).contains { $0.elementsEqual(mark) }
        } catch {
            return false
        }
    }

    private func remember(_ pids: Set<Int32>, of unit: UnitHandle, in table: ProcessTable) {
        var orphans: [Int32: UInt64] = [:]
        for pid in pids where !unit.launched.contains(pid) { orphans[pid] = table.entries[pid]?.startTime }
        known[unit.index] = orphans.isEmpty ? nil : orphans
    }

    func isEmpty(_ unit: UnitHandle) -> Bool { members(of: unit).isEmpty }

    func signal(_ unit: UnitHandle, _ signal: Signal, sparing spared: Set<Int32>) {
        for pid in members(of: unit) where !spared.contains(pid) {
            guard let before = ProcessTable.entry(of: pid), let process = ProcessHandle(pid: pid) else {
                continue
            }
            // The descriptor names whoever has the pid now; the start time says whether that is whom we
            // found.
            guard ProcessTable.entry(of: pid)?.startTime == before.startTime else { continue }
            process.signal(signal)
        }
    }

    /// Nothing to set up: whenever a child of ours ends, the daemon looks again.
    func watch(_ unit: UnitHandle) {}

    func unwatch(_ unit: UnitHandle) {}

    func usage(of unit: UnitHandle) -> ProcessUsage { countedUsage(of: unit) }

    func release(_ unit: UnitHandle) {
        known[unit.index] = nil
    }
}

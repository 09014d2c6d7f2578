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
    private let log: Log
    /// Without /proc only what we launched ourselves is known, and its process groups.
    let hasProc: Bool
    /// Whether a child of ours was launched for some unit, so that nobody need ask whose it is.
    private var isLaunched: (Int32) -> Bool = { _ in false }
    /// Orphans known to belong to a unit, by pid and start time.
    private var known: [Int: [Int32: UInt64]] = [:]
    /// The sessions of commands that ended before the ones the unit has now.
    private var formerSessions: [Int: Set<Int32>] = [:]
    /// What /proc showed when the units that are being looked at together were begun with.
    private var look: ProcessTable?

    init(ownPid: Int32, log: Log) {
        self.ownPid = ownPid
        self.log = log
        hasProc = ProcessTable.entry(of: ownPid) != nil
    }

    func connect(isLaunched: @escaping (Int32) -> Bool, onChange: @escaping (Int) -> Void) {
        self.isLaunched = isLaunched
    }

    func prepare(_ unit: UnitHandle, plan: [UInt8], beginsRun: Bool) -> String? {
        if !unit.sessions.isEmpty { formerSessions[unit.index, default: []].formUnion(unit.sessions) }
        return nil
    }

    func members(of unit: UnitHandle) -> [Int32] { members(of: unit, in: ProcessTable()).map { $0.pid } }

    private func members(of unit: UnitHandle, in table: ProcessTable) -> [ProcessTable.Entry] {
        forgetSessions(of: unit, in: table)
        var roots = unit.launched
        for pid in table.children(of: ownPid) where belongs(pid, to: unit, in: table) { roots.append(pid) }
        for (pid, startTime) in known[unit.index] ?? [:] where table.entries[pid]?.startTime == startTime {
            roots.append(pid)
        }
        let found = table.closure(of: roots)
        remember(found, of: unit, in: table)
        return found.compactMap { table.entries[$0] }.filter { !$0.isZombie }
    }

    private func belongs(_ pid: Int32, to unit: UnitHandle, in table: ProcessTable) -> Bool {
        guard let entry = table.entries[pid], !isLaunched(pid) else { return false }
        return unit.sessions.contains(entry.session)
            || formerSessions[unit.index]?.contains(entry.session) == true || carries(unit.invocation, pid)
    }

    /// A session without a process is over: its number may come to be somebody else's.
    private func forgetSessions(of unit: UnitHandle, in table: ProcessTable) {
        guard let former = formerSessions[unit.index], table.isComplete else { return }
        let left = former.intersection(table.entries.values.map { $0.session })
        formerSessions[unit.index] = left.isEmpty ? nil : left
    }

    private func carries(_ invocation: InvocationID, _ pid: Int32) -> Bool {
        let mark = Array("INVOCATION_ID=\(invocation.text)".utf8)
        do {
            let environment = try StateFile.beginning(of: "/proc/\(pid)/environ", upTo: 256 * 1024)
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

    func isEmpty(_ unit: UnitHandle) -> Bool {
        guard unit.launched.isEmpty else { return false }
        let table = look ?? ProcessTable()
        return table.isComplete && members(of: unit, in: table).isEmpty
    }

    /// A unit that is empty in a look stays so: nothing of it is left that could fork. One that is not has a
    /// process whose end will be another child of ours to reap, and another look.
    func together(_ body: () -> Void) {
        look = ProcessTable()
        body()
        look = nil
    }

    // MARK: signals

    func signal(_ unit: UnitHandle, _ signal: Signal, sparing spared: Set<Int32>) {
        guard hasProc else { return signalGroups(unit, signal) }
        if signal == .kill {
            kill(unit, sparing: spared)
        } else {
            _ = reach(unit, signal) { !spared.contains($0.pid) }
        }
    }

    /// The groups of children that are not reaped yet: their numbers are nobody else's.
    private func signalGroups(_ unit: UnitHandle, _ signal: Signal) {
        for pid in unit.launched {
            do {
                try ProcessControl.signal(groupOf: pid, signal.number)
            } catch {
                // It has just ended, and nobody of its group is left.
                continue
            }
        }
    }

    /// How often a unit that keeps forking is looked at again.
    private static let maximumRounds = 32

    /// While one process is killed another may fork, so all are stopped first. Where a limit bounds a fork bomb, a
    /// stopped process keeps its place and a killed one would make room.
    private func kill(_ unit: UnitHandle, sparing spared: Set<Int32>) {
        var stopped: Set<ProcessTable.Entry> = []
        for _ in 0..<DescendantSweep.maximumRounds {
            let fresh = reach(unit, .stop) { !spared.contains($0.pid) && !stopped.contains($0) }
            if fresh.isEmpty { break }
            stopped.formUnion(fresh)
        }
        _ = reach(unit, .kill) { !spared.contains($0.pid) }
    }

    /// Signals the members that are wanted; returns whom it reached.
    private func reach(
        _ unit: UnitHandle,
        _ signal: Signal,
        where isWanted: (ProcessTable.Entry) -> Bool
    ) -> Set<ProcessTable.Entry> {
        var reached: Set<ProcessTable.Entry> = []
        for entry in members(of: unit, in: ProcessTable()) where isWanted(entry) {
            do {
                // The descriptor names whoever has the pid now; the start time says whether that is whom we found.
                guard let process = try ProcessHandle(pid: entry.pid),
                    ProcessTable.entry(of: entry.pid)?.startTime == entry.startTime
                else { continue }
                try process.signal(signal)
                reached.insert(entry)
            } catch {
                log.error("\(unit.name): \(signal.name) to \(entry.pid): \(error)")
            }
        }
        return reached
    }

    /// Nothing to set up: whenever a child of ours ends, the daemon looks again.
    func watch(_ unit: UnitHandle) {}

    func unwatch(_ unit: UnitHandle) {}

    func usage(of unit: UnitHandle) -> ProcessUsage { countedUsage(of: unit) }

    func release(_ unit: UnitHandle) {
        known[unit.index] = nil
        formerSessions[unit.index] = nil
    }
}

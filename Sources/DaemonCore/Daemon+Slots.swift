import ControlProtocol
import ServiceModel
import Supervision
import UnitSet
import Wire

/// Which unit lies where.
extension Daemon {
    /// Gives every unit of the new set its slot: the one it had, or a new one.
    func place(_ summaries: [UnitSet.UnitSummary], from new: LoadedSet) throws(WireError) -> ReloadOutcome {
        var old = try knownUnits()
        // Nothing is changed before all of it has been read.
        let policyOfPosition = try policies(of: summaries, in: new)
        var slots: [Int] = []
        slots.reserveCapacity(summaries.count)
        units.reserveCapacity(units.count + max(0, summaries.count - units.count))
        var added: [String] = []
        var changed: [String] = []
        for (position, summary) in summaries.enumerated() {
            let policy = policyOfPosition[position]
            if let known = old.removeValue(forKey: summary.name.text) {
                if known.hash != summary.contentHash {
                    changed.append(summary.name.text)
                    units[known.slot].hasChangedSinceStart = !isSettled(known.slot)
                }
                units[known.slot].set = new
                units[known.slot].position = position
                units[known.slot].policy = policy
                units[known.slot].isOrphaned = false
                slots.append(known.slot)
            } else {
                added.append(summary.name.text)
                slots.append(newSlot(UnitRuntime(set: new, position: position, policy: policy)))
            }
        }
        slotOfPosition = slots
        otherSlots = [:]
        // Before any is forgotten: nothing, a free slot neither, may hold the former set.
        set = new
        for slot in freeSlots { units[slot].set = new }
        for (name, known) in old { orphan(name, known.slot) }
        forgetFormerPolicies()
        return .changed(added: added, changed: changed, removed: old.keys.sorted())
    }

    private func forgetFormerPolicies() {
        let moved = policies.compact(to: Set(units.map { $0.policy }))
        for slot in units.indices { units[slot].policy = moved[units[slot].policy] ?? 0 }
    }

    private func policies(of summaries: [UnitSet.UnitSummary], in new: LoadedSet) throws(WireError) -> [Int] {
        var identities: [UInt64: Int] = [:]
        var found: [Int] = []
        found.reserveCapacity(summaries.count)
        for (position, summary) in summaries.enumerated() {
            if let known = identities[summary.policyIdentity] {
                found.append(known)
            } else {
                let policy = policies.intern(try new.reader.policy(at: position))
                identities[summary.policyIdentity] = policy
                found.append(policy)
            }
        }
        return found
    }

    private func knownUnits() throws(WireError) -> [String: (slot: Int, hash: UInt64)] {
        var known: [String: (slot: Int, hash: UInt64)] = [:]
        if let set {
            for (position, summary) in try set.reader.summaries().enumerated() {
                known[summary.name.text] = (slotOfPosition[position], summary.contentHash)
            }
        }
        for slot in Set(otherSlots.values) {
            let hash = units[slot].isOrphaned ? 0 : setSummary(of: slot)?.contentHash ?? 0
            known[name(of: slot)] = (slot, hash)
        }
        return known
    }

    /// Gives slots to instances that were loaded by themselves.
    func add(_ new: LoadedSet) throws(WireError) -> ReloadOutcome {
        var refused: [String: UnitResult] = [:]
        forgetIdleInstances()
        leases.keepFree(also: try new.reader.manager().takenUsers)
        for (position, summary) in try new.reader.summaries().enumerated() {
            let names = [summary.name] + (try new.reader.details(at: position).aliases)
            guard summary.loadState == .loaded else {
                let unit = UnitRuntime(set: new, position: position, policy: 0)
                if let refusal = refusal(of: unit) { for name in names { refused[name.text] = refusal } }
                continue
            }
            let slot: Int
            if let known = self.slot(named: summary.name) {
                slot = known
            } else {
                let policy = policies.intern(try new.reader.policy(at: position))
                slot = newSlot(UnitRuntime(set: new, position: position, policy: policy))
            }
            for name in names where self.slot(named: name) == nil { otherSlots[name.text] = slot }
        }
        return .added(refused: refused)
    }

    /// Instances that do nothing any more are kept for a while, so that one can look at them. Each holds a file.
    private static let maximumIdleInstances = 64

    private func forgetIdleInstances() {
        let idle = Set(otherSlots.values).filter { !units[$0].isOrphaned && isSettled($0) }
        let excess = idle.count - Daemon.maximumIdleInstances
        guard excess > 0 else { return }
        let oldest = idle.sorted { units[$0].changedAt.microseconds < units[$1].changedAt.microseconds }
        for slot in oldest.prefix(excess) where !hasProcess(slot) { forget(slot) }
    }

    private func newSlot(_ unit: UnitRuntime) -> Int {
        if let free = freeSlots.popLast() {
            units[free] = unit
            return free
        }
        units.append(unit)
        return units.count - 1
    }

    /// A unit without files keeps its old definition for as long as it runs.
    private func orphan(_ name: String, _ slot: Int) {
        units[slot].isOrphaned = true
        otherSlots[name] = slot
        forgetIfGone(slot)
    }

    func forgetIfGone(_ slot: Int) {
        guard units[slot].isOrphaned, isForgettable(slot) else { return }
        // What is still to be told to it is not for whatever has the slot next.
        if !events.contains(where: { $0.slot == slot }) { forget(slot) }
    }

    /// How a unit failed is kept until somebody has looked at it, and what `KillMode=` spared is not lost sight of.
    func isForgettable(_ slot: Int) -> Bool {
        units[slot].machine.activeState == .inactive && !hasProcess(slot)
    }

    private func hasProcess(_ slot: Int) -> Bool {
        let machine = units[slot].machine
        return machine.mainProcess != nil || machine.controlProcess != nil || standbys.isLeaving(slot)
    }

    /// Leaves nothing behind for the unit that has the slot next.
    private func forget(_ slot: Int) {
        otherSlots = otherSlots.filter { $0.value != slot }
        queuedLaunches.removeAll { $0.slot == slot }
        stopWatching(slot)
        setAlarm(slot, .never)
        standbys.forget(slot)
        launchFailures[slot] = nil
        commandRuns[slot] = nil
        triggers[slot] = nil
        dueTriggers[slot] = nil
        reloaders[slot] = nil
        // What it was loaded from is let go.
        if let set { units[slot] = UnitRuntime(set: set, position: 0, policy: 0) }
        units[slot].isOrphaned = false
        freeSlots.append(slot)
    }

    /// The slot of a unit by name or alias.
    func slot(named name: UnitName) -> Int? {
        if let slot = otherSlots[name.text] { return slot }
        guard let set else { return nil }
        do {
            return try set.reader.index(of: name).map { slotOfPosition[$0] }
        } catch {
            log.error("looking up \(name): \(error)")
            return nil
        }
    }
}

import LinuxSystem
import ServiceModel

/// Helpers that have carried out the whole launch of one unit in advance, but for the exec: they make the
/// replacement of a service that crashes cheap. There are at most `limit`, for units that crashed lately and,
/// while there is room, for those that may.
struct Standbys {
    struct Standby {
        let helper: Helper
        /// Of the run that the helper will begin: it is in the environment it has prepared.
        let invocation: InvocationID
        let accounts: AccountFilesState
    }

    var limit = 0
    /// Slots of units that may have one, the latest last.
    private(set) var units: [Int] = []
    private var waiting: [Int: Standby] = [:]
    /// Slots whose standby is to be made, and of those the ones whose time has come.
    private var wanted: [Int] = []
    private var due = Queue<Int>()
    /// Killed and not reaped yet: the unit's slot by pid.
    private var leaving: [Int32: Int] = [:]
    /// Units that cannot be prepared in advance, until they are loaded anew.
    private var unfit: Set<Int> = []

    var areGone: Bool { waiting.isEmpty && leaving.isEmpty }

    /// Whether a unit that is about to run may have a standby. One that crashed takes the place of the oldest.
    mutating func admit(_ slot: Int, hasCrashed: Bool) -> Bool {
        guard limit > 0, !unfit.contains(slot) else { return false }
        if let index = units.firstIndex(of: slot) {
            guard hasCrashed else { return true }
            units.remove(at: index)
        } else if units.count >= limit {
            guard hasCrashed else { return false }
            dismiss(units[0])
        }
        units.append(slot)
        return true
    }

    /// Notes that a unit runs and has none. Returns whether it is the first of those that wait to be permitted.
    mutating func want(_ slot: Int) -> Bool {
        guard units.contains(slot), waiting[slot] == nil else { return false }
        wanted.append(slot)
        return wanted.count == 1
    }

    /// What was wanted up to now may be made.
    mutating func permitWanted() {
        for slot in wanted { due.append(slot) }
        wanted = []
    }

    /// The next unit to make one for.
    mutating func nextDue() -> Int? {
        while let slot = due.popFirst() {
            if units.contains(slot), waiting[slot] == nil, !leaving.values.contains(slot) { return slot }
        }
        return nil
    }

    mutating func add(_ standby: Standby, for slot: Int) { waiting[slot] = standby }

    /// The invocation that a launch of the unit would have.
    func invocation(of slot: Int) -> InvocationID? { waiting[slot]?.invocation }

    mutating func take(_ slot: Int) -> Standby? { waiting.removeValue(forKey: slot) }

    /// Ends a unit's standby.
    mutating func discard(_ slot: Int) {
        if let standby = waiting.removeValue(forKey: slot) { end(standby, of: slot) }
    }

    mutating func end(_ standby: Standby, of slot: Int) {
        do {
            try ProcessControl.signal(child: standby.helper.pid, Signal.kill.number)
        } catch {
            // It has ended by itself and waits to be reaped.
        }
        leaving[standby.helper.pid] = slot
    }

    /// The unit has none any more and gets none.
    mutating func dismiss(_ slot: Int) {
        units.removeAll { $0 == slot }
        discard(slot)
    }

    /// Another unit will have the slot.
    mutating func forget(_ slot: Int) {
        dismiss(slot)
        unfit.remove(slot)
    }

    /// Whether the end of a standby of the unit is still to come.
    func isLeaving(_ slot: Int) -> Bool { leaving.values.contains(slot) }

    /// What was prepared no longer holds; who had one gets a new one.
    mutating func renew() {
        unfit = []
        while units.count > limit { dismiss(units[0]) }
        for slot in units {
            discard(slot)
            due.append(slot)
        }
    }

    mutating func drain() {
        limit = 0
        for slot in units { dismiss(slot) }
    }

    /// A child ended. Returns the slot whose standby it was.
    mutating func ended(_ child: EndedChild) -> Int? {
        if let slot = leaving.removeValue(forKey: child.pid) {
            if units.contains(slot) { due.append(slot) }
            return slot
        }
        guard let found = waiting.first(where: { $0.value.helper.pid == child.pid }) else { return nil }
        waiting[found.key] = nil
        units.removeAll { $0 == found.key }
        // Killed by somebody, it is missed until the unit's next run. It ends by itself where there is no preparing,
        // and by SIGSYS where the unit's filter does not permit to wait.
        let wasKilled = child.wasSignaled && child.code != Signal.badSystemCall.number
        if !wasKilled { unfit.insert(found.key) }
        return found.key
    }
}

/// Tells whether the files that say who is who have changed.
struct AccountFilesState: Equatable {
    private let passwords: FileStatus?
    private let groups: FileStatus?

    static func now() -> AccountFilesState {
        AccountFilesState(passwords: status("/etc/passwd"), groups: status("/etc/group"))
    }

    private static func status(_ path: String) -> FileStatus? {
        do {
            return try FileStatus.of(path)
        } catch {
            return nil
        }
    }
}

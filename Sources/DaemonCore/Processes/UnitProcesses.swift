import LinuxSystem
import ServiceModel

/// Finds and signals every process of a unit. Two implementations: cgroups where one can be made, otherwise a
/// walk over the tree of our descendants.
protocol UnitProcesses: AnyObject {
    /// For people: `cgroup` or `process tree`.
    var mechanism: String { get }

    /// Called once. `isLaunched` tells whether a child was launched for some unit, `onChange` is told the index of
    /// a unit that was watched and may have become empty.
    func connect(isLaunched: @escaping (Int32) -> Bool, onChange: @escaping (Int) -> Void)

    /// The directory of the cgroup that holds those of the units, and the controllers that these can have.
    var controlGroupBase: String? { get }
    var controllers: [String] { get }

    /// Makes ready for a launch; returns the cgroup that the helper enters, if there is one. `plan` is done to it, as
    /// encoded, unless it was done before: what runs already keeps what it was started with. `beginsRun`: the unit is
    /// being started, whatever a run before this one left behind.
    func prepare(_ unit: UnitHandle, plan: [UInt8], beginsRun: Bool) throws(ControlGroupFailure) -> String?
    /// Whether a process may begin its life in that cgroup, instead of moving there.
    func admitsBirths(_ unit: UnitHandle) -> Bool
    /// From now on the unit's processes live one level deeper, so that a helper which stands by for it can be
    /// told from them. For a unit that has no process.
    func makeRoomForStandby(_ unit: UnitHandle)
    /// Makes ready what a helper is born into that stands by for the unit.
    func prepareStandby(_ unit: UnitHandle) -> StandbyPlace?
    /// The helper that stood by becomes the unit's process, in place of those that are gone. False when some are
    /// not.
    func useStandby(_ unit: UnitHandle) -> Bool
    func members(of unit: UnitHandle) -> [Int32]
    func isEmpty(_ unit: UnitHandle) -> Bool
    /// Whether units are empty may be asked of one and the same look within `body`.
    func together(_ body: () -> Void)
    /// Signals every process of the unit that can be found, but the spared.
    func signal(_ unit: UnitHandle, _ signal: Signal, sparing spared: Set<Int32>)
    /// Asks to be told when the unit may have become empty.
    func watch(_ unit: UnitHandle)
    func unwatch(_ unit: UnitHandle)
    /// Whether the kernel has killed a process of the unit for want of memory since this was last asked.
    func hasLostToMemory(_ unit: UnitHandle) -> Bool
    func usage(of unit: UnitHandle) -> ProcessUsage
    /// Nothing of the unit is left; gives back what `prepare` made.
    func release(_ unit: UnitHandle)
    /// No unit is left; gives back what is everybody's.
    func finish()
}

/// Where a helper begins its life that stands by.
enum StandbyPlace {
    case anywhere
    case controlGroup(String)
}

/// What the finders of processes need to know of a unit.
struct UnitHandle {
    let index: Int
    let name: String
    let invocation: InvocationID
    /// Processes of ours that live, main and control.
    let launched: [Int32]
    /// Sessions begun in this run: the pids of launched processes, living or not.
    let sessions: [Int32]
}

extension UnitProcesses {
    var controlGroupBase: String? { nil }

    var controllers: [String] { [] }

    func hasLostToMemory(_ unit: UnitHandle) -> Bool { false }

    func admitsBirths(_ unit: UnitHandle) -> Bool { true }

    func finish() {}

    func makeRoomForStandby(_ unit: UnitHandle) {}

    func prepareStandby(_ unit: UnitHandle) -> StandbyPlace? { .anywhere }

    func useStandby(_ unit: UnitHandle) -> Bool { true }

    func together(_ body: () -> Void) { body() }

    /// Processes, and their resident sets added up: what can be said without the kernel's own accounts.
    func countedUsage(of unit: UnitHandle) -> ProcessUsage {
        let members = members(of: unit)
        guard !members.isEmpty else { return ProcessUsage() }
        let memory = members.reduce(UInt64(0)) { $0 + ProcessTable.residentSet(of: $1) }
        return ProcessUsage(memory: memory, tasks: UInt64(members.count))
    }
}

import EventLoop
import LinuxSystem
import ServiceModel
import UnitSet
import Wire

/// One cgroup (version 2) for each running unit: members are found and killed whole, whatever they do.
final class ControlGroups: UnitProcesses {
    let mechanism = "cgroup"

    /// Where the hierarchy is mounted.
    private let mount: String
    private let base: String
    let controllers: [String]
    private let watch: ModificationWatch
    private let log: Log
    private var watched: [Int32: Int] = [:]
    /// By index of the unit; 0, which inotify never gives, for none.
    private var watchOfUnit: [Int32] = []
    /// Units whose cgroup was killed whole since it was made.
    private var killed: Set<Int> = []
    /// Which of its two inner cgroups a unit with a standby lives in, by index of the unit: one holds the processes,
    /// the other the helper that waits for their end.
    private var inner: [Int: Int] = [:]
    /// What was done to the cgroup of a unit, encoded; by index of the unit.
    private var done: [Int: [UInt8]] = [:]
    /// By index of a unit whose memory is counted: the watch on what the kernel does about it, and how often it has
    /// killed.
    private var memory: [Int: (watch: Int32, kills: UInt64)] = [:]
    /// Called with the index of a unit whose cgroup changed between empty and populated, or lost a process for want of
    /// memory.
    private var onChange: (Int) -> Void = { _ in }

    /// Nil where no cgroup can be made: no version 2 hierarchy, or not writable for us.
    init?(name: String, reactor: Reactor, log: Log) {
        guard let own = ControlGroups.ownDirectory() else { return nil }
        self.log = log
        mount = own.mount
        do {
            base = try ControlGroups.makeBase(own.mount + own.path + "/" + name, log)
            // Being allowed to make the base does not yet mean being allowed to move processes into it.
            let probe = base + "/probe"
            try StateFile.makeDirectory(probe, mode: 0o755)
            try StateFile.removeDirectory(probe)
            controllers = try ControlGroupSettings.words(base + "/cgroup.controllers")
            watch = try ModificationWatch()
            _ = try reactor.add(watch.descriptor, .readable) { _ in self.takeChanges() }
        } catch {
            return nil
        }
    }

    func connect(isLaunched: @escaping (Int32) -> Bool, onChange: @escaping (Int) -> Void) {
        self.onChange = onChange
    }

    private func outerDirectory(_ unit: UnitHandle) -> String { base + "/" + unit.name }

    private func directory(_ unit: UnitHandle) -> String {
        guard let number = inner[unit.index] else { return outerDirectory(unit) }
        return innerDirectory(unit, number)
    }

    private func innerDirectory(_ unit: UnitHandle, _ number: Int) -> String {
        "\(outerDirectory(unit))/\(number)"
    }

    var controlGroupBase: String? { base }

    func prepare(_ unit: UnitHandle, plan: [UInt8], beginsRun: Bool) throws(ControlGroupFailure) -> String? {
        if beginsRun, plan != done[unit.index] ?? [] { clearAway(unit) }
        let group = try made(unit)
        if done[unit.index] == nil || beginsRun && plan != done[unit.index] { try carryOut(plan, unit) }
        return group
    }

    /// What was done to it for a run before this one goes with it, unless something still lives there.
    private func clearAway(_ unit: UnitHandle) {
        guard inner[unit.index] == nil, done[unit.index] != nil, isEmpty(unit) else { return }
        release(unit)
    }

    private func carryOut(_ encoded: [UInt8], _ unit: UnitHandle) throws(ControlGroupFailure) {
        let plan: ControlGroupPlan
        do {
            plan = try ControlGroupPlan(decoding: encoded)
        } catch {
            throw ControlGroupFailure(
                step: "the compiled unit cannot be read",
                error: SystemError(call: "read", errno: Errno.badMessage)
            )
        }
        try ControlGroupSettings.enable(plan.controllers, in: base)
        try ControlGroupSettings.apply(plan, to: outerDirectory(unit))
        try ControlGroupSettings.attach(plan.programs, to: outerDirectory(unit)) {
            log.warning("\(unit.name): \($0)")
        }
        done[unit.index] = encoded
        if memory[unit.index] == nil, plan.controllers.contains("memory") { watchMemory(unit) }
    }

    private func watchMemory(_ unit: UnitHandle) {
        let path = outerDirectory(unit) + "/memory.events"
        do {
            let number = try watch.add(path)
            watched[number] = unit.index
            memory[unit.index] = (number, try ControlGroupSettings.count("oom_kill", in: path))
        } catch {
            log.warning("\(unit.name): memory.events: \(error)")
        }
    }

    private func unwatchMemory(_ unit: UnitHandle) {
        guard let known = memory.removeValue(forKey: unit.index) else { return }
        watched[known.watch] = nil
        watch.remove(known.watch)
    }

    func hasLostToMemory(_ unit: UnitHandle) -> Bool {
        guard let known = memory[unit.index] else { return false }
        do {
            let kills = try ControlGroupSettings.count(
                "oom_kill",
                in: outerDirectory(unit) + "/memory.events"
            )
            memory[unit.index] = (known.watch, kills)
            return kills > known.kills
        } catch {
            if !ControlGroupDirectory.isGone(error) { log.warning("\(unit.name): memory.events: \(error)") }
            return false
        }
    }

    private func made(_ unit: UnitHandle) throws(ControlGroupFailure) -> String {
        do {
            return try makeWithBase(unit)
        } catch {
            throw ControlGroupFailure(step: "making the unit's cgroup", error: error)
        }
    }

    private func makeWithBase(_ unit: UnitHandle) throws(SystemError) -> String {
        do {
            return try make(unit)
        } catch {
            guard ControlGroupDirectory.isGone(error) else { throw error }
            // Somebody cleared away what was empty.
            done = [:]
            try StateFile.makeDirectory(base, mode: 0o755)
            return try make(unit)
        }
    }

    private func make(_ unit: UnitHandle) throws(SystemError) -> String {
        if inner[unit.index] != nil { try StateFile.makeDirectory(outerDirectory(unit), mode: 0o755) }
        try StateFile.makeDirectory(directory(unit), mode: 0o755)
        return directory(unit)
    }

    func makeRoomForStandby(_ unit: UnitHandle) {
        guard inner[unit.index] == nil, isEmpty(unit) else { return }
        inner[unit.index] = 0
        killed.remove(unit.index)
    }

    /// A new cgroup each time: nothing may be born into one that was killed whole.
    func prepareStandby(_ unit: UnitHandle) -> StandbyPlace? {
        guard let number = inner[unit.index] else { return nil }
        let other = innerDirectory(unit, 1 - number)
        do {
            try ControlGroupDirectory.removeWhole(other)
            try StateFile.makeDirectory(other, mode: 0o755)
            return .controlGroup(other)
        } catch {
            log.warning("\(unit.name): cgroup \(other): \(error)")
            return nil
        }
    }

    func useStandby(_ unit: UnitHandle) -> Bool {
        guard let number = inner[unit.index], isEmpty(unit) else { return false }
        inner[unit.index] = 1 - number
        killed.remove(unit.index)
        return true
    }

    /// Linux (6.18 at least) kills what is cloned into a cgroup that `cgroup.kill` was ever written to, as if it had
    /// been forked by one of those killed. Who moves there is spared.
    func admitsBirths(_ unit: UnitHandle) -> Bool { !killed.contains(unit.index) }

    func members(of unit: UnitHandle) -> [Int32] {
        var found: [Int32] = []
        for group in groups(of: unit) {
            do {
                found += try ControlGroupDirectory.members(of: group)
            } catch {
                log.warning("\(unit.name): cgroup \(group): \(error)")
            }
        }
        return found
    }

    /// The unit's cgroup and those that its processes made below it, the deepest last.
    private func groups(of unit: UnitHandle) -> [String] {
        var found = [directory(unit)]
        var index = 0
        while index < found.count {
            let group = found[index]
            index += 1
            do {
                found += try ControlGroupDirectory.subdirectories(group).map { group + "/" + $0 }
            } catch {
                log.warning("\(unit.name): cgroup \(group): \(error)")
            }
        }
        return found
    }

    /// Where the kernel does not say, as for want of a descriptor, the unit counts as populated: nothing may be started
    /// beside a process that cannot be seen.
    func isEmpty(_ unit: UnitHandle) -> Bool {
        do {
            return try !ControlGroupDirectory.isPopulated(directory(unit))
        } catch {
            if ControlGroupDirectory.isGone(error) { return true }
            log.warning("\(unit.name): cgroup.events: \(error)")
            return false
        }
    }

    func signal(_ unit: UnitHandle, _ signal: Signal, sparing spared: Set<Int32>) {
        if signal == .kill, spared.isEmpty, kill(unit) { return }
        guard !isEmpty(unit) else { return }
        for group in groups(of: unit) {
            do {
                var remaining = try ControlGroupDirectory.members(of: group).filter { !spared.contains($0) }[
                    ...
                ]
                while !remaining.isEmpty {
                    remaining = remaining.dropFirst(try self.signal(remaining, in: group, signal))
                }
            } catch {
                log.error("\(unit.name): \(signal.name) to the processes of \(group): \(error)")
            }
        }
    }

    /// Each holds a descriptor, and there may be more processes than descriptors.
    private static let handlesAtOnce = 64

    /// Signals some of the processes, from the first on; returns how many.
    ///
    /// A pid read from a list may name another process by now. A descriptor opened for it names one process for good,
    /// and that one is ours if its pid is still listed after the descriptor was opened.
    private func signal(_ pids: ArraySlice<Int32>, in group: String, _ signal: Signal) throws(SystemError)
        -> Int
    {
        var batch = ControlGroups.handlesAtOnce
        while true {
            do {
                let chosen = pids.prefix(batch)
                var opened: [(pid: Int32, process: ProcessHandle)] = []
                for pid in chosen {
                    if let process = try ProcessHandle(pid: pid) { opened.append((pid, process)) }
                }
                let still = opened.isEmpty ? [] : Set(try ControlGroupDirectory.members(of: group))
                for entry in opened where still.contains(entry.pid) {
                    send(signal, to: entry.process, entry.pid)
                }
                return chosen.count
            } catch {
                // Those that were open make room again.
                guard Errno.isShortage(error.errno), batch > 1 else { throw error }
                batch /= 2
            }
        }
    }

    /// One that must not be signalled keeps none of the others from it.
    private func send(_ signal: Signal, to process: ProcessHandle, _ pid: Int32) {
        do {
            try process.signal(signal)
        } catch {
            log.error("\(signal.name) to \(pid): \(error)")
        }
    }

    private func kill(_ unit: UnitHandle) -> Bool {
        do {
            try StateFile.write("1", to: directory(unit) + "/cgroup.kill")
            killed.insert(unit.index)
            return true
        } catch {
            return ControlGroupDirectory.isGone(error) && isEmpty(unit)
        }
    }

    func watch(_ unit: UnitHandle) {
        while watchOfUnit.count <= unit.index { watchOfUnit.append(0) }
        guard watchOfUnit[unit.index] == 0 else { return }
        do {
            let number = try watch.add(directory(unit) + "/cgroup.events")
            watched[number] = unit.index
            watchOfUnit[unit.index] = number
        } catch {
            log.warning("\(unit.name): cgroup.events: \(error)")
        }
    }

    func unwatch(_ unit: UnitHandle) {
        guard unit.index < watchOfUnit.count, watchOfUnit[unit.index] != 0 else { return }
        let number = watchOfUnit[unit.index]
        watchOfUnit[unit.index] = 0
        watched[number] = nil
        watch.remove(number)
    }

    private func takeChanges() {
        do {
            switch try watch.fired() {
            case .some(let numbers):
                for number in Set(numbers) {
                    if let unit = watched[number] { onChange(unit) }
                }
            case .uncounted:
                for unit in Array(watched.values) { onChange(unit) }
            }
        } catch {
            log.warning("cgroup watch: \(error)")
        }
    }

    func usage(of unit: UnitHandle) -> ProcessUsage {
        var usage = countedUsage(of: unit)
        guard usage.tasks != nil else { return usage }
        let path = directory(unit)
        usage.controlGroup = path
        usage.controlGroupPath = path.rest(after: mount).map(String.init) ?? path
        func number(_ file: String) -> UInt64? {
            ControlGroups.contents(path + "/" + file).flatMap { UInt64($0.prefix { $0 != "\n" }) }
        }
        usage.memory = number("memory.current") ?? usage.memory
        usage.tasks = number("pids.current") ?? usage.tasks
        usage.processorTime = processorTime(path)
        return usage
    }

    /// Of its processes that have ended too. The kernel counts it without any controller.
    private func processorTime(_ group: String) -> UInt64? {
        do {
            return try ControlGroupSettings.count("usage_usec", in: group + "/cpu.stat")
        } catch {
            return nil
        }
    }

    func release(_ unit: UnitHandle) {
        done[unit.index] = nil
        unwatchMemory(unit)
        unwatch(unit)
        do {
            if inner.removeValue(forKey: unit.index) != nil {
                for number in 0...1 { try ControlGroupDirectory.removeWhole(innerDirectory(unit, number)) }
            }
            try ControlGroupDirectory.removeWhole(outerDirectory(unit))
            killed.remove(unit.index)
        } catch {
            log.warning("\(unit.name): cgroup \(outerDirectory(unit)): \(error)")
        }
    }

    /// Removes the base when the daemon ends and no unit is left in it.
    func finish() {
        do {
            try StateFile.removeDirectory(base)
        } catch {
            log.info("cgroup \(base) stays: \(error)")
        }
    }
}

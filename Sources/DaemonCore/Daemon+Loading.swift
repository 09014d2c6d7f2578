import EventLoop
import LinuxSystem
import ServiceModel
import Supervision
import UnitSet
import Wire

extension Daemon {
    /// A loader that takes longer is ended, and the old units stay.
    private static let loadTimeout: UInt64 = 60_000_000

    /// Compiles the unit files anew, in a process of its own: a crash there is a failed reload and nothing
    /// more.
    func load(answering answer: ((ReloadOutcome) -> Void)?) {
        if let loader {
            loader.isOutdated = true
            if let answer { loader.laterAnswers.append(answer) }
            return
        }
        do {
            try startLoader(answer)
        } catch {
            log.error("loading units: \(error)")
            answer?(.failed("the loader cannot be started: \(error)"))
        }
    }

    private func startLoader(_ answer: ((ReloadOutcome) -> Void)?) throws(SystemError) {
        let output = try MemoryFile(name: "units")
        let spawner = ProgramSpawner(
            program: programs.load,
            arguments: loaderArguments(),
            environment: loaderEnvironment()
        )
        let pid = try spawner.spawn(passing: output.descriptor)
        let deadline = reactor.deadlines.make { [self] in
            log.error("loading units took longer than 60 s; the loader is ended")
            do throws(SystemError) {
                try ProcessControl.signal(child: pid, Signal.kill.number)
            } catch {
                log.error("loader \(pid): \(error)")
            }
        }
        reactor.deadlines.set(deadline, at: Clock.monotonic() + Daemon.loadTimeout)
        loader = Loader(pid: pid, output: MemoryFileHolder(output), deadline: deadline, answer: answer)
    }

    private func loaderArguments() -> [String] {
        var arguments = [
            "supervisor-load", "--unit-path", places.unitPaths.joined(separator: ":"), "--config",
            places.configuration,
        ]
        if places.areTheSystems { arguments += ["--root", options.root.isEmpty ? "/" : options.root] }
        if options.isLenient { arguments.append("--compat=systemd") }
        for instance in options.instances { arguments += ["--instance", instance] }
        return arguments
    }

    /// Only what specifiers need of an ordinary user's environment.
    private func loaderEnvironment() -> [String] {
        let wanted: Set<String> = [
            "HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CACHE_HOME", "TMPDIR",
        ]
        return environment.filter { wanted.contains($0.name) }.map { "\($0.name)=\($0.value)" }
    }

    func loaderEnded(_ child: EndedChild) {
        guard let loader, loader.pid == child.pid else { return }
        self.loader = nil
        reactor.deadlines.discard(loader.deadline)
        let outcome = adopt(loader, ExitStatus(child))
        if case .failed(let reason) = outcome { log.error("loading units: \(reason)") }
        loader.answer?(outcome)
        guard loader.isOutdated else { return }
        load { outcome in for answer in loader.laterAnswers { answer(outcome) } }
    }

    private func adopt(_ loader: Loader, _ status: ExitStatus) -> ReloadOutcome {
        guard status == .success, let file = loader.output.take() else {
            return .failed("supervisor-load \(status.sentence); the units stay as they were")
        }
        do {
            return try adopt(LoadedSet(file))
        } catch {
            return .failed("the compiled units cannot be read: \(error); the units stay as they were")
        }
    }

    private func adopt(_ new: LoadedSet) throws(DaemonError) -> ReloadOutcome {
        do {
            return try replace(by: new)
        } catch {
            throw .unreadable(error)
        }
    }

    private func replace(by new: LoadedSet) throws(WireError) -> ReloadOutcome {
        let isFirst = set == nil
        let (manager, findings) = try new.reader.manager()
        let summaries = try new.reader.summaries()
        let changes = try place(summaries, from: new)
        set = new
        lastName = nil
        use(manager)
        for finding in findings { log.warning(finding.description) }
        reportProblems(summaries, in: new)
        log.info("\(summaries.count) \(summaries.count == 1 ? "unit" : "units") loaded")
        if isFirst {
            forkServer.prepare()
            startAutomatically(summaries)
        }
        Memory.trim()
        return changes
    }

    private func use(_ manager: ManagerSettings) {
        settings = manager
        journal.limit(to: manager.journalMaximumSize)
        standbys.limit = Int(manager.warmHelpers)
        standbys.renew()
        control?.settingsChanged(manager)
    }

    /// Units that cannot be started say so once, with the first reason.
    private func reportProblems(_ summaries: [UnitSummary], in new: LoadedSet) {
        for (position, summary) in summaries.enumerated() {
            switch summary.loadState {
            case .loaded, .masked: continue
            case .badSetting, .refused: break
            }
            do {
                let details = try new.reader.details(at: position)
                for finding in details.diagnostics where finding.severity == .error {
                    log.error("\(summary.name): \(finding.description)")
                }
            } catch {
                log.error("\(summary.name): \(error)")
            }
        }
    }

    private func startAutomatically(_ summaries: [UnitSummary]) {
        guard shutdown == nil else { return }
        for (position, summary) in summaries.enumerated() {
            guard summary.startsAutomatically, summary.loadState == .loaded else { continue }
            units[slotOfPosition[position]].startedItself = true
            post(slotOfPosition[position], .start)
        }
    }

    // MARK: slots

    /// Gives every unit of the new set its slot: the one it had, or a new one.
    private func place(_ summaries: [UnitSummary], from new: LoadedSet) throws(WireError) -> ReloadOutcome {
        var old = try knownUnits()
        var identities: [UInt64: Int] = [:]
        var slots: [Int] = []
        slots.reserveCapacity(summaries.count)
        units.reserveCapacity(units.count + max(0, summaries.count - units.count))
        var added: [String] = []
        var changed: [String] = []
        for (position, summary) in summaries.enumerated() {
            let policy: Int
            if let known = identities[summary.policyIdentity] {
                policy = known
            } else {
                policy = policies.intern(try new.reader.policy(at: position))
                identities[summary.policyIdentity] = policy
            }
            if let known = old.removeValue(forKey: summary.name.text) {
                if known.hash != summary.contentHash { changed.append(summary.name.text) }
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
        orphanSlots = [:]
        for (name, known) in old { orphan(name, known.slot) }
        return .changed(added: added, changed: changed, removed: old.keys.sorted())
    }

    private func knownUnits() throws(WireError) -> [String: (slot: Int, hash: UInt64)] {
        var known: [String: (slot: Int, hash: UInt64)] = [:]
        if let set {
            for (position, summary) in try set.reader.summaries().enumerated() {
                known[summary.name.text] = (slotOfPosition[position], summary.contentHash)
            }
        }
        for (name, slot) in orphanSlots { known[name] = (slot, 0) }
        return known
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
        orphanSlots[name] = slot
        forgetIfGone(slot)
    }

    func forgetIfGone(_ slot: Int) {
        guard units[slot].isOrphaned, !standbys.isLeaving(slot) else { return }
        switch units[slot].machine.activeState {
        case .inactive, .failed: break
        case .active, .activating, .reloading, .deactivating: return
        }
        units[slot].isOrphaned = false
        orphanSlots[name(of: slot)] = nil
        freeSlots.append(slot)
    }

    /// The slot of a unit by name or alias.
    func slot(named name: UnitName) -> Int? {
        if let slot = orphanSlots[name.text] { return slot }
        guard let set else { return nil }
        do {
            return try set.reader.index(of: name).map { slotOfPosition[$0] }
        } catch {
            log.error("looking up \(name): \(error)")
            return nil
        }
    }
}

import EventLoop
import LinuxSystem
import ServiceModel
import Supervision
import UnitSet

extension Daemon {
    /// Tells a unit's machine something. Events that follow from effects wait until the effects before them
    /// are done.
    func post(_ slot: Int, _ event: MachineEvent) {
        events.append((slot, event))
        guard !isDelivering else { return }
        isDelivering = true
        while let (slot, event) = events.popFirst() { deliver(event, to: slot) }
        isDelivering = false
    }

    private func deliver(_ event: MachineEvent, to slot: Int) {
        let before = units[slot].machine.activeState
        let policy = policy(of: slot)
        let effects = event.deliver(to: &units[slot].machine, policy: policy, at: now())
        for effect in effects where !effect.isAnswer { perform(effect, slot) }
        if units[slot].machine.activeState != before { noteChange(of: slot, from: before) }
        // Who waited is told last: by then everything is as the answer says.
        for effect in effects where effect.isAnswer { perform(effect, slot) }
        // The last unit's end is the daemon's, and nobody can be told anything after that.
        if units[slot].machine.activeState != before { shutdown?.unitChanged(self) }
        forgetIfGone(slot)
    }

    private func perform(_ effect: Effect, _ slot: Int) {
        switch effect {
        case .launch(let token, let command):
            requestLaunch(QueuedLaunch(slot: slot, token: token, command: command))
        case .signal(let token, let signal):
            withdrawLaunch(token, of: slot)
            send(signal, to: token, of: slot)
        case .signalAll(let signal, let except), .killAll(let signal, let except):
            withdrawLaunches(of: slot, except: except)
            signalAll(slot, signal, except: except.flatMap { units[slot].process($0)?.pid })
        case .sweep: processes.signal(handle(slot), .kill, sparing: [])
        case .watchEmpty: watchEmpty(slot)
        case .wake(let moment): setAlarm(slot, moment)
        case .record(let token, let command, let status, let result):
            record(token, command, status, result, slot)
        case .finished(let kind, let outcome): finished(kind, outcome, slot)
        case .beginInvocation: beginInvocation(slot)
        case .endInvocation: endInvocation(slot)
        case .startOthers(let state): startOthers(after: state, slot)
        }
    }

    private func send(_ signal: Signal, to token: ProcessToken, of slot: Int) {
        guard let process = units[slot].process(token) else { return }
        do {
            try ProcessControl.signal(child: process.pid, signal.number)
            if signal.mustWake { try ProcessControl.signal(child: process.pid, Signal.continue.number) }
        } catch {
            log.warning("\(name(of: slot)): \(signal.name) to \(process.pid): \(error)")
        }
    }

    /// What we launched is signalled as our child: a helper that has only just begun is not in its cgroup yet, and a
    /// signal that missed it would never come again. Everything else is found.
    func signalAll(_ slot: Int, _ signal: Signal, except: Int32?) {
        var spared: Set<Int32> = []
        if let except { spared.insert(except) }
        let handle = handle(slot)
        if signal == .kill { processes.signal(handle, signal, sparing: spared) }
        for process in [units[slot].main, units[slot].control] {
            guard let process, process.isAlive, process.pid != except else { continue }
            send(signal, to: process.token, of: slot)
            spared.insert(process.pid)
        }
        if signal != .kill { processes.signal(handle, signal, sparing: spared) }
    }

    func setAlarm(_ slot: Int, _ moment: Instant) {
        guard moment != .never else {
            if let alarm = units[slot].alarm { reactor.deadlines.discard(alarm) }
            units[slot].alarm = nil
            return
        }
        let alarm =
            units[slot].alarm
            ?? reactor.deadlines.make { [self] in
                post(slot, .timeReached)
            }
        units[slot].alarm = alarm
        reactor.deadlines.set(alarm, at: moment.microseconds)
    }

    // MARK: runs

    private func beginInvocation(_ slot: Int) {
        units[slot].invocation = freshInvocation(of: slot)
        units[slot].isEndAskedFor = false
        units[slot].hasChangedSinceStart = false
        // A restart goes on with what the start was for.
        if let due = dueTriggers.removeValue(forKey: slot) {
            triggers[slot] = due
        } else if units[slot].machine.restartCount == 0 {
            triggers[slot] = nil
        }
        launchFailures[slot] = nil
        commandRuns[slot] = nil
        makeRoomForStandby(slot)
        leaseIdentity(slot)
    }

    /// A helper that stands by has its run's id already. A run that ended before it was needed has used it up.
    private func freshInvocation(of slot: Int) -> InvocationID {
        guard let prepared = standbys.invocation(of: slot) else { return freshInvocation() }
        guard prepared == units[slot].invocation else { return prepared }
        standbys.discard(slot)
        return freshInvocation()
    }

    func freshInvocation() -> InvocationID {
        do {
            let (high, low) = try RandomBytes.words()
            return InvocationID(high: high, low: low)
        } catch {
            // getrandom fails only on kernels older than any we support; the clock still tells runs apart.
            return InvocationID(high: Clock.wall(), low: Clock.monotonic())
        }
    }

    private func leaseIdentity(_ slot: Int) {
        guard units[slot].leasedUser == nil, usesDynamicUser(slot) else { return }
        units[slot].leasedUser = leases.lease(to: slot, name: name(of: slot))
        if units[slot].leasedUser == nil { log.error("\(name(of: slot)): every dynamic user id is taken") }
    }

    private func usesDynamicUser(_ slot: Int) -> Bool {
        do {
            return try units[slot].set.reader.summary(at: units[slot].position).usesDynamicUser
        } catch {
            return false
        }
    }

    private func endInvocation(_ slot: Int) {
        stopWatching(slot)
        if let uid = units[slot].leasedUser {
            leases.giveBack(uid)
            units[slot].leasedUser = nil
        }
    }

    // MARK: emptiness

    func handle(_ slot: Int) -> UnitHandle {
        let unit = units[slot]
        let launched = [unit.main, unit.control].compactMap { $0 }
        return UnitHandle(
            index: slot,
            name: name(of: slot),
            invocation: unit.invocation,
            launched: launched.filter { $0.isAlive }.map { $0.pid },
            sessions: launched.map { $0.pid }
        )
    }

    private func watchEmpty(_ slot: Int) {
        let handle = handle(slot)
        guard !processes.isEmpty(handle) else {
            post(slot, .emptied)
            return
        }
        awaitingEmpty.insert(slot)
        processes.watch(handle)
        // It may have emptied between the look and the watch.
        recheckEmpty(slot)
    }

    func recheckEmpty(_ slot: Int) {
        guard awaitingEmpty.contains(slot) else { return }
        let handle = handle(slot)
        guard processes.isEmpty(handle) else { return }
        stopWatching(slot)
        post(slot, .emptied)
    }

    /// Before the end of a process that may be the one: once it is reaped nothing else tells them apart.
    func checkMemory(_ slot: Int) {
        guard processes.hasLostToMemory(handle(slot)) else { return }
        log.warning("\(name(of: slot)): the kernel killed a process of it for want of memory")
        post(slot, .memoryRanOut)
    }

    func stopWatching(_ slot: Int) {
        guard awaitingEmpty.remove(slot) != nil else { return }
        processes.unwatch(handle(slot))
    }

    // MARK: what people see

    private func noteChange(of slot: Int, from before: ActiveState) {
        noteTimes(of: slot, from: before)
        let machine = units[slot].machine
        if machine.activeState.isSettled {
            stopWatching(slot)
            standbys.dismiss(slot)
            // A helper that stood by leaves its place when it is reaped.
            if !standbys.isLeaving(slot) { processes.release(handle(slot)) }
        }
        let result = machine.result == .success ? "" : ", \(machine.result.word)"
        log.info("\(name(of: slot)): \(machine.activeState.word) (\(machine.subState)\(result))")
    }

    private func noteTimes(of slot: Int, from before: ActiveState) {
        let wall = wallNow()
        let after = units[slot].machine.activeState
        units[slot].changedAt = wall
        if after.isUp, !before.isUp { units[slot].activeSince = wall }
        if before.isUp, !after.isUp { units[slot].activeUntil = wall }
        if after.isSettled, !before.isSettled { units[slot].inactiveSince = wall }
        if before.isSettled, !after.isSettled { units[slot].inactiveUntil = wall }
    }
}

extension Effect {
    fileprivate var isAnswer: Bool {
        switch self {
        case .finished: true
        case .launch, .signal, .signalAll, .killAll, .sweep, .watchEmpty, .wake, .record, .beginInvocation,
            .endInvocation, .startOthers:
            false
        }
    }
}

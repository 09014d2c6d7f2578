import EventLoop
import LaunchProtocol
import LinuxSystem
import ServiceModel
import Supervision
import UnitSet

extension Daemon {
    /// Where a unit may be restarted by itself, its processes get a place beside which a helper can wait.
    func makeRoomForStandby(_ slot: Int) {
        let machine = units[slot].machine
        // What a unit is told of another's end is not what the next helper would have to say.
        // A helper that waits would be counted, and the unit could take that much less.
        guard shutdown == nil, triggers[slot] == nil, !hasResourceControl(slot),
            isWorthStandby(policy(of: slot)),
            standbys.admit(slot, hasCrashed: machine.restartCount > 0)
        else { return }
        processes.makeRoomForStandby(handle(slot))
    }

    private func hasResourceControl(_ slot: Int) -> Bool {
        do {
            return try !units[slot].set.reader.controlGroup(at: units[slot].position).isEmpty
        } catch {
            return true
        }
    }

    /// Who waits longer before a restart does not notice how long it takes.
    private static let longestDelay = TimeSpan.milliseconds(10)

    private func isWorthStandby(_ policy: ServicePolicy) -> Bool {
        guard policy.restartDelay <= Daemon.longestDelay else { return false }
        switch policy.restart {
        case .no, .onSuccess: return false
        case .onFailure, .onAbnormal, .onWatchdog, .onAbort, .always: break
        }
        switch policy.startup {
        case .simple, .exec: break
        case .oneshot: return false
        }
        switch policy.killMode {
        case .controlGroup, .mixed: return policy.sendsKill
        case .process, .none: return false
        }
    }

    /// A service that has just begun has better use for the processor than the preparation of its end.
    private static let standbyDelay: UInt64 = 100_000

    func wantStandby(_ slot: Int) {
        guard standbys.want(slot) else { return }
        let alarm = standbyAlarm ?? reactor.deadlines.make { [self] in standbys.permitWanted() }
        standbyAlarm = alarm
        reactor.deadlines.set(alarm, at: Clock.monotonic() + Daemon.standbyDelay)
    }

    /// Prepares one launch in advance. Returns whether there was one to prepare. A refusal is no harm: the launch
    /// is then made when it is due.
    func prepareStandby() -> Bool {
        guard let slot = standbys.nextDue() else { return false }
        guard units[slot].main?.isAlive == true, units[slot].machine.activeState != .deactivating else {
            return true
        }
        if let standby = preparedStandby(for: slot) {
            standbys.add(standby, for: slot)
        } else {
            standbys.dismiss(slot)
        }
        return true
    }

    private func preparedStandby(for slot: Int) -> Standbys.Standby? {
        guard let place = processes.prepareStandby(handle(slot)) else { return nil }
        let invocation = freshInvocation()
        let accounts = AccountFilesState.now()
        guard let job = standbyJob(slot, invocation) else { return nil }
        do {
            guard let helper = try forkServer.standby(in: place, job) else { return nil }
            return Standbys.Standby(helper: helper, invocation: invocation, accounts: accounts)
        } catch {
            return nil
        }
    }

    /// The job of a helper that prepares the unit's next run: of what there is to say only the id is new.
    private func standbyJob(_ slot: Int, _ invocation: InvocationID) -> [UInt8]? {
        let unit = units[slot]
        var context = LaunchContext()
        context.unit = name(of: slot)
        context.directoryBases = places.directoryBases
        context.invocation = invocation
        context.managerEnvironment = environment
        context.variables =
            settings.defaultEnvironment + [.init(name: "INVOCATION_ID", value: invocation.text)]
        context.lentUsers = leases.lent
        context.openFiles = openFiles.inherited
        context.standsBy = true
        do {
            return LaunchJob.join(
                context: context.encoded(),
                plan: try unit.set.reader.plan(at: unit.position),
                task: try unit.set.reader.command(at: unit.position, .start, 0)
            )
        } catch {
            return nil
        }
    }

    /// The helper that stands by for this launch, let go; nil where there is none, or what it has prepared may not
    /// hold any more.
    func releaseStandby(for launch: QueuedLaunch) -> Helper? {
        guard launch.command == CommandReference(.start), let standby = standbys.take(launch.slot) else {
            return nil
        }
        // It says who the service will be once it has found that the launch can be prepared; until then it may end.
        guard standby.invocation == units[launch.slot].invocation, standby.accounts == .now(),
            MessageSocket.hasMessage(on: standby.helper.socket),
            processes.useStandby(handle(launch.slot))
        else {
            standbys.end(standby, of: launch.slot)
            return nil
        }
        do {
            try standby.helper.release()
            // Another process of its user may have stopped it.
            try ProcessControl.signal(child: standby.helper.pid, Signal.continue.number)
        } catch {
            standbys.end(standby, of: launch.slot)
            return nil
        }
        return standby.helper
    }

    /// A helper that stood by has ended. Returns whether it was one.
    func standbyEnded(_ child: EndedChild) -> Bool {
        guard let slot = standbys.ended(child) else { return false }
        if isSettled(slot) { processes.release(handle(slot)) }
        forgetIfGone(slot)
        if shutdown != nil, isQuiet { finishShutdown() }
        return true
    }
}

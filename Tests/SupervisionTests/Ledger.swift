import ServiceModel

@testable import Supervision

/// Keeps its own books on what a machine does and compares them with what it says: the promises that hold for
/// every service in every circumstance. It believes no field of the machine that it can count itself.
struct Ledger {
    /// What of the unit is alive, as far as the world knows; the machine does not.
    struct Surroundings {
        /// Something lives that not even SIGKILL ends.
        var hasUnkillable = false
        var hasStragglers = false
    }

    private(set) var violation: String?
    private(set) var live: [(token: UInt32, command: CommandReference)] = []
    private(set) var wake: Instant = .never
    private(set) var records = 0
    private var lastToken: UInt32 = 0
    private var pending: JobSet = []
    private var stopSince: Instant?
    private var isInvocationOpen = false
    private var restartDue: Instant?
    private var startedOthers: ActiveState?

    /// The books of a machine that nothing has happened to.
    init() {}

    mutating func enter(
        _ event: Event,
        _ effects: [Effect],
        from before: ServiceState,
        to machine: ServiceMachine,
        _ policy: ServicePolicy,
        at now: Instant,
        in surroundings: Surroundings = Surroundings()
    ) {
        guard violation == nil else { return }
        open(event, at: now)
        let ended = endOfProcess(event)
        var recorded = 0
        for effect in effects {
            if case .record(let token, let command, let status, _) = effect {
                recorded += 1
                check(ended?.matches(token, command, status) == true, "recorded an end that did not happen")
            }
            enter(effect, event, before, policy, at: now)
        }
        check(recorded == (ended == nil ? 0 : 1), "an end was not recorded exactly once")
        checkOthers(before.activeState, machine.activeState, policy)
        check(!endedStop(effects) || isAtRest(machine.state), "a stop ended, and the service went on")
        records += recorded
        audit(machine, policy, surroundings, at: now)
    }

    /// Others are started by exactly those events that bring the unit to rest.
    private mutating func checkOthers(_ before: ActiveState, _ after: ActiveState, _ policy: ServicePolicy) {
        let isDue =
            before != after
            && (after == .failed && policy.startsOthersOnFailure
                || after == .inactive && policy.startsOthersOnSuccess)
        // A failure that somebody resets was told when it happened.
        let isReset = before == .failed && after == .inactive
        check(
            startedOthers == (isDue && !isReset ? after : nil),
            "others were not started when they should, or were when not"
        )
        startedOthers = nil
    }

    private mutating func open(_ event: Event, at now: Instant) {
        switch event {
        case .start: pending.insert(JobSet(.start))
        case .stop:
            if !pending.contains(JobSet(.stop)) { stopSince = now }
            pending.insert(JobSet(.stop))
        case .restart: pending.insert(JobSet(.restart))
        case .reload: pending.insert(JobSet(.reload))
        case .time: wake = .never
        case .refused(let token): live.removeAll { $0.token == token }
        case .resetFailed, .accepted, .executed, .launchFailed, .exited, .memoryRanOut, .emptied: return
        }
    }

    private func endedStop(_ effects: [Effect]) -> Bool {
        effects.contains { effect in
            guard case .finished(.stop, let outcome) = effect else { return false }
            return outcome != .cancelled
        }
    }

    private func isAtRest(_ state: ServiceState) -> Bool { state == .dead || state == .failed }

    private struct End {
        let token: UInt32
        let command: CommandReference
        let status: ExitStatus

        func matches(_ token: ProcessToken, _ command: CommandReference, _ status: ExitStatus) -> Bool {
            token.rawValue == self.token && command == self.command && status == self.status
        }
    }

    /// The process whose end the event is, taken off the list of the living.
    private mutating func endOfProcess(_ event: Event) -> End? {
        guard case .exited(let token, let status) = event else { return nil }
        guard let index = live.firstIndex(where: { $0.token == token }) else { return nil }
        let process = live.remove(at: index)
        return End(token: token, command: process.command, status: status)
    }

    private mutating func enter(
        _ effect: Effect,
        _ event: Event,
        _ before: ServiceState,
        _ policy: ServicePolicy,
        at now: Instant
    ) {
        switch effect {
        case .launch(let token, let command): launched(token, command)
        case .signal(let token, _):
            check(live.contains { $0.token == token.rawValue }, "signalled a process that is not there")
        case .wake(let moment): wake = moment
        case .finished(let kind, _):
            check(pending.remove(JobSet(kind)) != nil, "finished a job twice, or one that nobody asked for")
            if kind == .stop { stopSince = nil }
        case .beginInvocation:
            check(!isInvocationOpen, "began a run inside another")
            isInvocationOpen = true
            checkDelay(event, before, policy, at: now)
        case .endInvocation:
            check(isInvocationOpen, "ended a run that had not begun")
            isInvocationOpen = false
        case .startOthers(let state):
            check(!isInvocationOpen, "started others while the run was open")
            startedOthers = state
        case .signalAll, .killAll, .record: return
        case .sweep: check(live.isEmpty, "swept while a command was running")
        case .watchEmpty: check(live.isEmpty, "asked whether the unit is empty while a process of it lives")
        }
    }

    private mutating func launched(_ token: ProcessToken, _ command: CommandReference) {
        check(token.rawValue > lastToken, "used a token twice")
        check(isInvocationOpen, "launched a command outside of a run")
        lastToken = token.rawValue
        let isMain = command.kind == .start
        check(
            !live.contains { ($0.command.kind == .start) == isMain },
            isMain ? "started a second main process" : "ran two commands side by side"
        )
        live.append((token.rawValue, command))
    }

    /// A run that nobody asked for is a restart, and a restart waits for its delay.
    private mutating func checkDelay(
        _ event: Event,
        _ before: ServiceState,
        _ policy: ServicePolicy,
        at now: Instant
    ) {
        let isRestartWish = pending.contains(JobSet(.restart))
        if case .autoRestart = before {
            check(isRestartWish || restartDue.map { $0 <= now } == true, "restarted before its delay")
        } else if !isRestartWish && !pending.contains(JobSet(.start)) {
            check(policy.restartDelay == .zero, "restarted without its delay")
        }
    }

    private mutating func audit(
        _ machine: ServiceMachine,
        _ policy: ServicePolicy,
        _ surroundings: Surroundings,
        at now: Instant
    ) {
        check(machine.state.deadline == wake, "a state with a deadline has no wake-up for it")
        check(machine.mainProcess?.rawValue == token(ofMain: true), "lost track of the main process")
        check(machine.controlProcess?.rawValue == token(ofMain: false), "lost track of a control process")
        check(machine.jobs == pending, "lost track of a job")
        if let stopSince { check(now <= stopSince + longestStop(policy), "a stop did not end") }
        auditState(machine, policy, surroundings, at: now)
    }

    private mutating func auditState(
        _ machine: ServiceMachine,
        _ policy: ServicePolicy,
        _ surroundings: Surroundings,
        at now: Instant
    ) {
        if case .autoRestart = machine.state {
            if restartDue == nil { restartDue = now + policy.delay(beforeRestart: machine.restartCount + 1) }
        } else {
            restartDue = nil
        }
        switch machine.state {
        case .dead, .failed:
            auditRest(machine, policy, surroundings)
        case .running:
            check(token(ofMain: true) != nil, "counts as running without a main process")
        case .exited, .autoRestart:
            check(token(ofMain: true) == nil, "a main process lives on unseen")
        case .condition, .startPre, .start, .startPost, .reload, .stop, .stopSigterm, .stopWatchdog,
            .stopSigkill, .stopPost,
            .finalSigterm, .finalWatchdog, .finalSigkill, .cleaning:
            check(wake != .never || isUnlimited(machine.state, policy), "a state that may never end")
        }
    }

    /// What holds when nothing is under way.
    private mutating func auditRest(
        _ machine: ServiceMachine,
        _ policy: ServicePolicy,
        _ around: Surroundings
    ) {
        check(wake == .never, "a wake-up is armed for a service at rest")
        check(pending.isEmpty, "a job was left without an answer")
        check(!isInvocationOpen, "a run was left open")
        let isClean = machine.result == .success || machine.result == .execCondition
        check((machine.state == .dead) == isClean, "the state and the result disagree")
        let mayLeave = policy.killMode == .none || !policy.sendsKill || around.hasUnkillable
        check(live.isEmpty || mayLeave, "a process was left behind")
        let reachesStragglers = policy.killMode == .controlGroup || policy.killMode == .mixed
        check(!around.hasStragglers || mayLeave || !reachesStragglers, "stragglers were left behind")
    }

    private func token(ofMain isMain: Bool) -> UInt32? {
        live.first { ($0.command.kind == .start) == isMain }?.token
    }

    private func isUnlimited(_ state: ServiceState, _ policy: ServicePolicy) -> Bool {
        state.activeState == .deactivating ? policy.timeoutStop.isInfinite : policy.timeoutStart.isInfinite
    }

    /// Each stop command, each ExecStopPost command, four kills, two aborts, the clean-up and its kill may take their
    /// time.
    private func longestStop(_ policy: ServicePolicy) -> TimeSpan {
        guard !policy.timeoutStop.isInfinite else { return .infinity }
        let phases = policy.commands(of: .stop).count + policy.commands(of: .stopPost).count + 6
        let aborts = 2 * (policy.timeoutAbort ?? policy.timeoutStop).microseconds
        return TimeSpan(microseconds: policy.timeoutStop.microseconds * UInt64(phases) + aborts)
    }

    private mutating func check(_ condition: Bool, _ promise: @autoclosure () -> String) {
        if !condition, violation == nil { violation = promise() }
    }
}

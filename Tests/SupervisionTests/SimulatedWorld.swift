import ServiceModel

@testable import Supervision

/// A machine among simulated processes, clients and failures. All of it follows from the seed, so a run can be
/// repeated to the letter.
struct SimulatedWorld {
    private(set) var machine = ServiceMachine()
    private(set) var ledger = Ledger()
    private(set) var events = 0
    /// The states the machine was in between two events.
    private(set) var visited: Set<String> = []
    private(set) var now = Instant(microseconds: 1_000_000)
    let policy: ServicePolicy
    /// Prints every event with its effects.
    var narrates = false

    private var random: SeededGenerator
    private var processes: [SimulatedProcess] = []
    /// Children that outlive the commands that made them, as one: when they end by themselves.
    private var straggler: SimulatedProcess?
    private var answers: [Event] = []
    private var isWatching = false
    private var isOverdue = false
    private var nextWish: Instant
    private var wishes = true

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        policy = .random(&random)
        nextWish = now
    }

    /// Runs until so many events have happened, or a promise is broken.
    mutating func run(events count: Int) {
        while events < count, ledger.violation == nil { step() }
    }

    /// Lets an event happen out of turn, and makes the world such that it can have.
    mutating func impose(_ event: Event) {
        switch event {
        case .exited(let token, _), .refused(let token):
            processes.removeAll { $0.token == token }
            answers.removeAll { $0 == .accepted(token) || $0 == .refused(token) }
        case .emptied:
            if processes.isEmpty { straggler = nil }
        case .time:
            // Over everybody's head, so that what was about to die has not died in time.
            now = max(now, machine.state.deadline == .never ? now : machine.state.deadline)
            isOverdue = true
        case .start, .stop, .restart, .reload, .resetFailed, .accepted, .executed, .launchFailed,
            .memoryRanOut:
            break
        }
        handle(event)
        answerWatch()
    }

    /// No more wishes but one: to stop. Ends when the service has come to rest.
    mutating func comeToRest() {
        wishes = false
        handle(.stop)
        var left = 10_000
        while ledger.violation == nil, left > 0, !isAtRest {
            step()
            left -= 1
        }
    }

    /// What is wrong with the walk after it came to its end.
    var problem: String? {
        ledger.violation ?? (isAtRest ? nil : "a service that was stopped never came to rest")
    }

    private var isAtRest: Bool { machine.state == .dead || machine.state == .failed }

    // MARK: what happens next

    private mutating func step() {
        if let answer = answers.popLast() {
            handle(answer)
        } else if random.chance(2) {
            handle(noise())
        } else {
            happen()
        }
    }

    /// The earliest thing that is due: a client's wish, a process, or the wake-up.
    private mutating func happen() {
        var index: Int?
        var moment = min(wishes ? nextWish : .never, ledger.wake)
        for candidate in processes.indices where processes[candidate].nextAt < moment {
            moment = processes[candidate].nextAt
            index = candidate
        }
        if let straggler, straggler.nextAt < moment {
            now = max(now, straggler.nextAt)
            self.straggler = nil
            return answerWatch()
        }
        guard moment != .never else { return handle(wish()) }
        now = max(now, moment)
        if let index {
            act(index)
        } else if ledger.wake <= now {
            handle(.time)
        } else {
            nextWish = now + TimeSpan(microseconds: random.below(random.chance(30) ? 5_000 : 10_000_000))
            handle(wish())
        }
    }

    private mutating func act(_ index: Int) {
        let process = processes[index]
        switch process.stage {
        case .queued where random.chance(8):
            processes.remove(at: index)
            handle(.refused(process.token))
        case .queued:
            processes[index].stage = .launching
            processes[index].nextAt = now + TimeSpan(microseconds: random.below(900))
            handle(.accepted(process.token))
        case .launching where random.chance(8):
            processes[index].stage = .launchFailed
            processes[index].status = .exited(UInt8(200 + random.below(40)))
            processes[index].nextAt = now + TimeSpan(microseconds: random.below(500))
            handle(.launchFailed(process.token, step: UInt8(random.below(20)), errno: 1))
        case .launching:
            processes[index].stage = .running
            processes[index].nextAt = now + SimulatedProcess.randomLife(&random)
            handle(.executed(process.token))
        case .running, .launchFailed:
            processes.remove(at: index)
            handle(.exited(process.token, process.status))
            answerWatch()
        }
    }

    private mutating func wish() -> Event {
        random.pick([.start, .start, .start, .stop, .restart, .reload, .reload, .resetFailed])
    }

    /// Events that a shell under stress might deliver: late, early, or twice.
    private mutating func noise() -> Event {
        let token = UInt32(random.below(UInt64(machine.lastToken) + 1))
        let isLive = processes.contains { $0.token == token }
        switch random.below(5) {
        case 0: return .time
        case 1 where !isWatching || isEmpty: return .emptied
        case 2 where !isLive: return .exited(token, .success)
        case 3 where !isLive: return .executed(token)
        default: return isLive ? .resetFailed : .refused(token)
        }
    }

    // MARK: cause and effect

    private mutating func handle(_ event: Event) {
        if narrates { print("\(now.microseconds) \(machine.subState): \(event)") }
        let before = machine.state
        let effects = machine.handle(event, policy, at: now)
        events += 1
        if machine.state.word != before.word { visited.insert(machine.subState) }
        for effect in effects { carryOut(effect) }
        if narrates { for line in EffectText.lines(effects, now: now) { print("        \(line)") } }
        var around = Ledger.Surroundings()
        around.hasStragglers = straggler != nil
        around.hasUnkillable =
            isOverdue || straggler?.isUnkillable == true || processes.contains { $0.isUnkillable }
        ledger.enter(event, effects, from: before, to: machine, policy, at: now, in: around)
    }

    private mutating func carryOut(_ effect: Effect) {
        switch effect {
        case .launch(let token, let command): launch(token.rawValue, command.kind)
        case .signal(let token, let signal):
            withdraw { $0.token == token.rawValue }
            if let index = processes.firstIndex(where: { $0.token == token.rawValue }) {
                processes[index].take(signal, at: now, &random)
            }
        case .signalAll(let signal, let except), .killAll(let signal, let except):
            withdraw { $0.token != except?.rawValue }
            for index in processes.indices { processes[index].take(signal, at: now, &random) }
            straggler?.take(signal, at: now, &random)
        case .sweep: straggler?.take(.kill, at: now, &random)
        case .watchEmpty:
            isWatching = true
            answerWatch()
        case .wake, .record, .finished, .beginInvocation, .endInvocation, .startOthers: return
        }
    }

    private mutating func launch(_ token: UInt32, _ kind: CommandKind) {
        if random.chance(4) { return answers.append(.refused(token)) }
        processes.append(.random(token, kind, at: now, &random))
        if random.chance(15) {
            processes[processes.count - 1].queue(
                for: TimeSpan(microseconds: random.below(5_000_000)),
                at: now
            )
        } else {
            answers.append(.accepted(token))
        }
        if straggler == nil, kind != .cleanUp, random.chance(10) {
            straggler = .random(0, kind, at: now + SimulatedProcess.randomLife(&random), &random)
        }
    }

    /// A launch that waits its turn is not made any more once it is to be signalled.
    private mutating func withdraw(_ isMeant: (SimulatedProcess) -> Bool) {
        for process in processes where process.stage == .queued && isMeant(process) {
            answers.append(.refused(process.token))
        }
        processes.removeAll { $0.stage == .queued && isMeant($0) }
    }

    private var isEmpty: Bool { processes.isEmpty && straggler == nil }

    private mutating func answerWatch() {
        guard isWatching, isEmpty else { return }
        isWatching = false
        answers.append(.emptied)
    }
}

extension ServicePolicy {
    /// Any policy a unit file can ask for, with stop timeouts that end.
    static func random(_ random: inout SeededGenerator) -> ServicePolicy {
        var policy = ServicePolicy()
        policy.startup = random.pick([.simple, .simple, .exec, .oneshot])
        policy.remainAfterExit = random.chance(20)
        for kind in CommandKind.allCases where kind != .start {
            let count = kind == .cleanUp ? random.below(2) : random.chance(60) ? 0 : random.below(3)
            policy.addCommands(kind, count, &random)
        }
        policy.addCommands(.start, policy.startup == .oneshot ? random.below(4) : 1, &random)
        policy.cleansUpBeforeRestart = random.chance(70)
        policy.startsOthersOnFailure = random.chance(30)
        policy.startsOthersOnSuccess = random.chance(30)
        policy.drawRestart(&random)
        policy.drawTimeouts(&random)
        policy.drawKill(&random)
        return policy
    }

    private mutating func addCommands(_ kind: CommandKind, _ count: UInt64, _ random: inout SeededGenerator) {
        commands[Int(kind.rawValue)].ignoresFailure = (0..<count).map { _ in random.chance(20) }
    }

    private mutating func drawRestart(_ random: inout SeededGenerator) {
        restart = random.pick(Restart.allCases)
        restartDelay = random.pick([.zero, .milliseconds(1), .milliseconds(100), .seconds(3)])
        restartSteps = UInt32(random.below(5))
        restartMaximumDelay = random.pick([.infinity, .seconds(20)])
        success = ExitStatusSet(codes: [143], signals: random.chance(30) ? [.segmentationFault] : [])
        restartPrevent = ExitStatusSet(codes: random.chance(20) ? [1, 2, 3, 0] : [])
        restartForce = ExitStatusSet(codes: random.chance(20) ? [0, 4, 5] : [])
        startLimitBurst = UInt32(random.pick([0, 1, 5, 50]))
        startLimitInterval = random.pick([.zero, .seconds(1), .seconds(10)])
    }

    private mutating func drawTimeouts(_ random: inout SeededGenerator) {
        timeoutStart = random.pick([.infinity, .milliseconds(50), .seconds(2), .seconds(90)])
        timeoutStop = random.pick([.milliseconds(100), .seconds(2), .seconds(90)])
        runtimeMaximum = random.pick([.infinity, .infinity, .milliseconds(10), .seconds(30)])
    }

    private mutating func drawKill(_ random: inout SeededGenerator) {
        killMode = random.pick([.controlGroup, .controlGroup, .mixed, .process, .none])
        killSignal = random.pick([.terminate, .interrupt])
        restartKillSignal = random.chance(20) ? .user1 : nil
        sendsKill = random.chance(90)
        startFailureMode = random.pick([.terminate, .terminate, .abort, .kill])
        stopFailureMode = random.pick([.terminate, .terminate, .abort, .kill])
        timeoutAbort = random.pick([nil, .seconds(1), timeoutStop])
        sendsHangup = random.chance(10)
    }
}

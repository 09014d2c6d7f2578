import ControlProtocol
import LaunchProtocol
import LinuxSystem
import ServiceModel
import Supervision
import UnitSet
import Wire

extension Daemon {
    /// Start, stop, restart or reload.
    func run(_ kind: JobKind, _ command: UnitCommand, _ exchange: Exchange) {
        let unknown = kind == .stop || kind == .reload ? [] : command.units.compactMap(unknownInstance)
        guard !unknown.isEmpty else { return runKnown(kind, command, exchange) }
        // Instances of templates are compiled when they are first asked for; nothing else is touched.
        log.info("control: \(exchange.connection.who) has \(unknown.joined(separator: ", ")) loaded")
        load(.instances(unknown)) { [self] outcome in
            switch outcome {
            case .added(let refused): runKnown(kind, command, exchange, refused: refused)
            case .failed(let reason): exchange.fail(.failed(message: reason))
            case .changed: runKnown(kind, command, exchange)
            }
        }
    }

    private func unknownInstance(_ name: String) -> String? {
        guard !Glob.isPattern(name), slot(loose: name) == nil else { return nil }
        guard let unit = UnitName(name) ?? UnitName(name + ".service"), unit.template != nil else {
            return nil
        }
        return unit.text
    }

    /// `refused` are units that were not kept when they were loaded.
    private func runKnown(
        _ kind: JobKind,
        _ command: UnitCommand,
        _ exchange: Exchange,
        refused: [String: UnitResult] = [:]
    ) {
        // The units may have been loaded meanwhile.
        if shutdown != nil, kind != .stop {
            exchange.fail(.shuttingDown)
            return
        }
        let targets = resolve(command.units)
        log.info(
            "control: \(exchange.connection.who) asked to \(kind.verb) \(command.units.joined(separator: ", "))"
        )
        let operation = UnitOperation(exchange, count: targets.count)
        let requester = Requester(exchange.connection.peer)
        for (index, target) in targets.enumerated() {
            guard let slot = target.slot else {
                let refusal = refused[target.name] ?? refused[target.name + ".service"]
                operation.finish(index, refusal ?? UnitResult(unit: target.name, outcome: .noSuchUnit))
                continue
            }
            begin(kind, slot, requester, waits: command.wait) { operation.finish(index, $0) }
        }
    }

    private func begin(
        _ kind: JobKind,
        _ slot: Int,
        _ requester: Requester,
        waits: Bool,
        _ done: @escaping (UnitResult) -> Void
    ) {
        let name = name(of: slot)
        if kind == .start || kind == .restart, let refusal = refusal(of: units[slot]) {
            done(refusal)
            return
        }
        let wasActive = isUp(slot)
        waiters.add(kind, of: slot) { [self] outcome in
            guard waits else { return }
            var result = self.result(of: outcome, slot, name)
            result.wasActive = wasActive
            done(result)
        }
        if !waits {
            var result = UnitResult(unit: name, outcome: .queued)
            result.wasActive = wasActive
            done(result)
        }
        units[slot].startedItself = units[slot].startedItself && wasActive && kind != .restart
        noteRequester(requester, kind, slot)
        switch kind {
        case .start: post(slot, .start)
        case .stop: post(slot, .stop)
        case .restart: post(slot, .restart)
        case .reload: post(slot, .reload)
        }
    }

    /// Who asks for what is so already has changed nothing.
    private func noteRequester(_ requester: Requester, _ kind: JobKind, _ slot: Int) {
        if kind == .start || kind == .restart { dueTriggers[slot] = nil }
        switch kind {
        case .start:
            if !isUp(slot) { units[slot].requester = requester }
        case .stop:
            guard !isSettled(slot) else { return }
            units[slot].requester = requester
            units[slot].isEndAskedFor = true
        case .restart:
            units[slot].requester = requester
            units[slot].isEndAskedFor = true
        case .reload: reloaders[slot] = requester
        }
    }

    private func isUp(_ slot: Int) -> Bool {
        let state = units[slot].machine.activeState
        return state.isUp || state == .activating
    }

    /// Why a unit may not be started, whatever its state.
    func refusal(of unit: UnitRuntime) -> UnitResult? {
        guard let summary = setSummary(of: unit) else { return nil }
        let name = summary.name.text
        if unit.isOrphaned, unit.machine.activeState.isSettled {
            var result = UnitResult(unit: name, outcome: .noSuchUnit)
            result.message = "its file is gone; it is listed because of how it ended"
            return result
        }
        switch summary.loadState {
        case .loaded: return nil
        case .masked:
            var result = UnitResult(unit: name, outcome: .masked)
            result.message = "the unit is masked by a link to /dev/null or an empty file"
            return result
        case .badSetting, .refused:
            var result = UnitResult(unit: name, outcome: .refused)
            let first = details(of: unit)?.diagnostics.first { $0.severity == .error }
            result.message =
                first?.description ?? "the unit's files have errors; 'supervisorctl verify' lists them"
            return result
        }
    }

    private func result(of outcome: JobOutcome, _ slot: Int, _ name: String) -> UnitResult {
        switch outcome {
        case .done: return UnitResult(unit: name, outcome: .done)
        case .skipped: return UnitResult(unit: name, outcome: .skipped)
        case .cancelled: return UnitResult(unit: name, outcome: .cancelled)
        case .alreadyDone: return UnitResult(unit: name, outcome: .alreadyDone)
        case .notApplicable: return UnitResult(unit: name, outcome: .notApplicable)
        case .failed(let reason):
            var result = UnitResult(unit: name, outcome: .failed)
            result.result = reason
            result.message = why(slot)
            if let failure = decidingLaunchFailure(of: slot) {
                result.message = why(failure, of: slot)
                result.failedStep = failure.step.name
                if failure.errno != 0 { result.failedErrno = failure.errno }
            }
            return result
        }
    }

    /// The launch failure for which the start failed: that of the command that the machine blames, or of the main
    /// process, whose end it may not have heard of yet.
    private func decidingLaunchFailure(of slot: Int) -> LaunchFailureDetail? {
        let failures = launchFailures[slot] ?? []
        if case .because(.launchFailed(let command, _)) = units[slot].machine.explanation {
            return failures.first { $0.command == command }
        }
        guard let main = units[slot].main, main.isAlive else { return nil }
        return failures.first { $0.token == main.token }
    }

    // MARK: signals and failures

    func signal(_ command: SignalCommand, _ exchange: Exchange) {
        log.info(
            "control: \(exchange.connection.who) sends \(command.signal.name) to \(command.units.joined(separator: ", "))"
        )
        let requester = Requester(exchange.connection.peer)
        let targets = resolve(command.units)
        let operation = UnitOperation(exchange, count: targets.count)
        for (index, target) in targets.enumerated() {
            guard let slot = target.slot else {
                operation.finish(index, UnitResult(unit: target.name, outcome: .noSuchUnit))
                continue
            }
            let wasActive = isUp(slot)
            let isSent = send(command, slot, requester)
            var result = UnitResult(unit: name(of: slot), outcome: isSent ? .done : .notApplicable)
            result.wasActive = wasActive
            operation.finish(index, result)
        }
    }

    private func send(_ command: SignalCommand, _ slot: Int, _ requester: Requester) -> Bool {
        let isSent: Bool
        switch command.target {
        case .main: isSent = send(command.signal, to: units[slot].main, slot)
        case .control: isSent = send(command.signal, to: units[slot].control, slot)
        case .all:
            isSent = !processes.isEmpty(handle(slot))
            if isSent { signalAll(slot, command.signal, except: nil) }
        }
        guard isSent else { return false }
        if command.target != .control { units[slot].main?.noteSignal(command.signal, requester) }
        if command.target != .main { units[slot].control?.noteSignal(command.signal, requester) }
        return true
    }

    private func send(_ signal: Signal, to process: UnitProcess?, _ slot: Int) -> Bool {
        guard let process, process.isAlive else { return false }
        do {
            try ProcessControl.signal(child: process.pid, signal.number)
            return true
        } catch {
            log.warning("\(name(of: slot)): \(signal.name): \(error)")
            return false
        }
    }

    func resetFailed(_ names: [String], _ exchange: Exchange) {
        log.info(
            "control: \(exchange.connection.who) resets the failures of \(names.joined(separator: ", "))"
        )
        let targets = resolve(names)
        let operation = UnitOperation(exchange, count: targets.count)
        for (index, target) in targets.enumerated() {
            guard let slot = target.slot else {
                operation.finish(index, UnitResult(unit: target.name, outcome: .noSuchUnit))
                continue
            }
            // It may be forgotten with that.
            post(slot, .resetFailed)
            operation.finish(index, UnitResult(unit: target.name, outcome: .done))
        }
    }

    // MARK: names

    struct Target {
        let name: String
        let slot: Int?
    }

    /// Every pattern is compared with every unit.
    static let maximumPatterns = 64

    /// Names, globs and `all` to units, each unit once, in the order asked for.
    func resolve(_ names: [String]) -> [Target] {
        var targets: [Target] = []
        var seen: Set<Int> = []
        var patterns: Set<String> = []
        lazy var known = namedSlots()
        func add(_ slot: Int, _ name: String) {
            if seen.insert(slot).inserted { targets.append(Target(name: name, slot: slot)) }
        }
        for name in names {
            if name == "all" || Glob.isPattern(name) {
                guard patterns.insert(name).inserted else { continue }
                for (slot, unit) in known where name == "all" || Daemon.matches(name, unit) {
                    add(slot, unit)
                }
            } else if let slot = slot(loose: name) {
                add(slot, self.name(of: slot))
            } else {
                targets.append(Target(name: name, slot: nil))
            }
        }
        return targets
    }

    static func matches(_ pattern: String, _ unit: String) -> Bool {
        Glob.matches(pattern, unit) || Glob.matches(pattern + ".service", unit)
    }

    /// Every known unit with its name, sorted.
    func namedSlots() -> [(slot: Int, name: String)] {
        var known: [(slot: Int, name: String)] = []
        do {
            if let set {
                known = try set.reader.summaries().enumerated().map {
                    (slotOfPosition[$0.offset], $0.element.name.text)
                }
            }
        } catch {
            log.error("reading the units' names: \(error)")
        }
        guard !otherSlots.isEmpty else { return known }
        known += Set(otherSlots.values).map { ($0, name(of: $0)) }
        return known.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}

extension JobKind {
    var verb: String {
        switch self {
        case .start: "start"
        case .stop: "stop"
        case .restart: "restart"
        case .reload: "reload"
        }
    }
}

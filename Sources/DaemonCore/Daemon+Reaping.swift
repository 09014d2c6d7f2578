import EventLoop
import LaunchProtocol
import LinuxSystem
import ServiceModel
import Supervision

extension Daemon {
    /// How many ended children one look takes, so that ten thousand orphans do not keep the loop from its
    /// clients.
    private static let reapedPerTurn = 256

    func takeSignals() {
        do {
            while let signal = try signals.next() { take(signal.number, from: signal.sender) }
        } catch {
            log.error("signals: \(error)")
        }
    }

    private func take(_ number: Int, from sender: Int32) {
        switch number {
        case 17: reap()
        case 1:
            log.info("SIGHUP from pid \(sender): reloading")
            load(answering: nil)
        default:
            log.info("\(Signal(number: number)?.name ?? "signal") from pid \(sender): shutting down")
            shutDown()
        }
    }

    /// SIGCHLD coalesces: one signal may stand for many ends, so the kernel is asked until it has no more.
    func reap() {
        do {
            var found = false
            var budget = Daemon.reapedPerTurn
            while budget > 0, let child = try EndedChild.next() {
                found = true
                budget -= 1
                take(child)
            }
            if budget == 0 { reapAgain() }
            if found, !awaitingEmpty.isEmpty {
                processes.together { for slot in Array(awaitingEmpty) { recheckEmpty(slot) } }
            }
        } catch {
            log.error("reaping: \(error)")
        }
    }

    private func reapAgain() {
        let alarm = reactor.deadlines.make { [self] in reap() }
        reactor.deadlines.set(alarm, at: Clock.monotonic())
    }

    private func take(_ child: EndedChild) {
        guard let slot = slotOfPid.removeValue(forKey: child.pid) else {
            // A waiting helper, the loader, or an orphan that came to us.
            if !pool.ended(child.pid), !standbyEnded(child) { loaderEnded(child) }
            return
        }
        // What the helper said before it ended counts first.
        takeReports(of: child.pid)
        if let flight = flights[child.pid] { lose(flight) }
        let status = ExitStatus(child)
        let token: ProcessToken
        if let main = units[slot].main, main.pid == child.pid, main.isAlive {
            units[slot].main?.isAlive = false
            units[slot].lastEnd = UnitRuntime.LastEnd(status: status, pid: child.pid, at: wallNow())
            token = main.token
        } else if let control = units[slot].control, control.pid == child.pid, control.isAlive {
            units[slot].control?.isAlive = false
            token = control.token
        } else {
            return
        }
        endings[child.pid] = child
        post(slot, .exited(token, status))
        endings[child.pid] = nil
    }

    /// A flight whose helper is gone, although its socket did not say so.
    private func lose(_ flight: Flight) {
        log.warning("helper \(flight.helper.pid) ended with its socket still open")
        flights[flight.helper.pid] = nil
        answerWaiters(of: flight, hasSucceeded: false)
    }

    func record(
        _ token: ProcessToken,
        _ command: CommandReference,
        _ status: ExitStatus,
        _ result: ServiceResult,
        _ slot: Int
    ) {
        let unit = units[slot]
        let process =
            unit.main?.token == token ? unit.main : unit.control?.token == token ? unit.control : nil
        guard let process else { return }
        var record = ExitRecord(
            unit: name(of: slot),
            invocation: unit.invocation,
            command: command.kind,
            pid: process.pid,
            status: status
        )
        record.commandIndex = command.index
        record.uid = process.uid
        record.startedAt = process.startedAt
        record.startedMonotonic = process.startedMonotonic
        record.endedAt = wallNow()
        record.endedMonotonic = now()
        record.result = result
        record.restartCount = unit.machine.restartCount
        record.requestedBy = unit.requester?.text
        if let ending = endings[process.pid] {
            record.cpuTime = TimeSpan(microseconds: ending.cpuTime)
            record.peakMemory = ending.peakMemory
        }
        if let failure = launchFailures[slot], failure.token == token {
            record.failedStep = failure.step.name
            record.failedErrno = failure.errno
        }
        journal.append(record)
        if result != .success {
            log.warning("\(record.unit): \(command.kind.directive) (pid \(process.pid)) \(status.sentence)")
        }
    }
}

extension ExitStatus {
    init(_ child: EndedChild) {
        if child.wasSignaled, let signal = Signal(number: Int(child.code)) {
            self = .signaled(signal, coreDumped: child.dumpedCore)
        } else {
            self = .exited(UInt8(truncatingIfNeeded: child.code))
        }
    }
}

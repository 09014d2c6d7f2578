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
            load(.everything, answering: nil)
        case 10, 12:
            log.info("\(Signal(number: number)?.name ?? "signal") from pid \(sender): nothing to do for it")
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
            while budget > 0, let pid = try EndedChild.unreaped() {
                found = true
                budget -= 1
                // What the helper said before it ended counts first. Whoever hears of it may ask for a signal at once,
                // and until it is reaped its pid names nobody else.
                takeReports(of: pid)
                take(try EndedChild.reap(pid))
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
        reactor.deadlines.call(at: Clock.monotonic()) { [self] in reap() }
    }

    private func take(_ child: EndedChild) {
        guard let slot = slotOfPid.removeValue(forKey: child.pid) else {
            // The fork server, a helper that stood by, the loader, or an orphan that came to us.
            if !forkServer.ended(child.pid), !standbyEnded(child) { loaderEnded(child) }
            return
        }
        let crashed = endFlight(of: child.pid)
        if let crashed { stopListening(to: crashed) }
        defer { if let crashed { answerWaiters(of: crashed, hasSucceeded: false) } }
        let status = ExitStatus(child)
        let token: ProcessToken
        let command: CommandReference
        if let main = units[slot].main, main.pid == child.pid, main.isAlive {
            units[slot].main?.isAlive = false
            // Of several one is the unit's main process at a time.
            if policy(of: slot).commands(of: .start).count > 1 { noteRun(of: main, status, slot) }
            units[slot].lastEnd = UnitRuntime.LastEnd(status: status, pid: child.pid, at: wallNow())
            (token, command) = (main.token, main.command)
        } else if let control = units[slot].control, control.pid == child.pid, control.isAlive {
            units[slot].control?.isAlive = false
            noteRun(of: control, status, slot)
            (token, command) = (control.token, control.command)
        } else {
            return
        }
        if let crashed { noteEnd(of: crashed, command, status) }
        endings[child.pid] = child
        checkMemory(slot)
        post(slot, .exited(token, status))
        endings[child.pid] = nil
    }

    /// What `show` tells of the command.
    private func noteRun(of process: UnitProcess, _ status: ExitStatus, _ slot: Int) {
        let end = UnitRuntime.LastEnd(status: status, pid: process.pid, at: wallNow())
        let run = CommandRun(command: process.command, startedAt: process.startedAt, end: end)
        commandRuns[slot, default: []].removeAll { $0.command == process.command }
        commandRuns[slot, default: []].append(run)
    }

    /// A helper that ended before it became the program, and could not say why: somebody killed it, or the unit's own
    /// filter did, or keeps it from speaking. Then its exit status names the step.
    private func noteEnd(of flight: Flight, _ command: CommandReference, _ status: ExitStatus) {
        // Removing what is left behind is the helper's own work: there is no program to execute.
        if command.kind == .cleanUp, status == .success { return }
        log.warning(
            "\(name(of: flight.slot)): helper \(flight.helper.pid) \(status.sentence) before it executed the program"
        )
        let mute: [LaunchStep] = [.systemCallFilter, .standby, .execute]
        guard case .exited(let code) = status, let step = mute.first(where: { $0.exitStatus == code }) else {
            return
        }
        fail(flight, at: step, errno: 0, "the unit's filter keeps the helper from saying why")
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
        record.requestedBy = whoAsked(for: status, of: process, unit)?.text
        if let ending = endings[process.pid] {
            record.cpuTime = TimeSpan(microseconds: ending.cpuTime)
            record.peakMemory = ending.peakMemory
        }
        if let failure = launchFailures[slot]?.first(where: { $0.token == token }) {
            record.failedStep = failure.step.name
            record.failedErrno = failure.errno
        }
        journal.append(record)
        if result != .success {
            log.warning("\(record.unit): \(command.kind.directive) (pid \(process.pid)) \(status.sentence)")
        }
    }
}

extension Daemon {
    /// Who brought an end about: who asked for the stop or restart under way, for the command itself, or sent a signal
    /// that the end answers.
    private func whoAsked(for status: ExitStatus, of process: UnitProcess, _ unit: UnitRuntime) -> Requester?
    {
        if unit.isEndAskedFor { return unit.requester }
        guard let asker = process.asker else { return nil }
        guard let signal = process.askedSignal else { return asker }
        switch status {
        case .signaled(let fatal, _): return fatal == signal ? asker : nil
        case .exited: return [.terminate, .interrupt, .quit].contains(signal) ? asker : nil
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

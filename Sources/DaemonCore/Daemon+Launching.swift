import EventLoop
import LaunchProtocol
import LinuxSystem
import ServiceModel
import Supervision
import UnitSet
import Wire

extension Daemon {
    /// How many launches one turn of the loop does before it looks for events again.
    private static let launchesPerTurn = 8
    /// How many helpers may be on their way at once, of those that wait for nothing.
    private static let maximumSwiftFlights = 64
    /// What many launches needed for a moment goes back to the kernel when the last of them has landed.
    private static let launchesBetweenTrims = 256

    func requestLaunch(_ launch: QueuedLaunch) {
        guard queuedLaunches.isEmpty, canLaunch else {
            queuedLaunches.append(launch)
            return
        }
        launchBudget -= 1
        self.launch(launch)
    }

    private var canLaunch: Bool { launchBudget > 0 && swiftFlights < Daemon.maximumSwiftFlights }

    /// Each helper on its way holds a descriptor. Those that begin a unit may have half of all, in which nothing but
    /// those that wait will keep them for long; what keeps a unit running or ends it may have a quarter more.
    private func hasDescriptor(for launch: QueuedLaunch) -> Bool {
        let isBeginning = launch.command.isOfStart && units[launch.slot].machine.restartCount == 0
        let quarters: UInt64 = isBeginning ? 2 : 3
        return flights.count < max(Daemon.maximumSwiftFlights, Int(clamping: openFiles.limit / 4 * quarters))
    }

    private var swiftFlights: Int { flights.count - slowFlights }

    /// The backlog between two looks at the kernel: waiting launches, then a helper that stands by for the next
    /// crash.
    func workOff() -> Bool {
        launchBudget = Daemon.launchesPerTurn
        while canLaunch, let next = queuedLaunches.popFirst() {
            guard isWanted(next) else { continue }
            launchBudget -= 1
            launch(next)
        }
        if !queuedLaunches.isEmpty { return swiftFlights < Daemon.maximumSwiftFlights }
        if swiftFlights == 0, launchesSinceTrim >= Daemon.launchesBetweenTrims {
            launchesSinceTrim = 0
            Memory.trim()
        }
        guard swiftFlights == 0, shutdown == nil else { return false }
        return prepareStandby()
    }

    /// A launch that was withdrawn while it waited is in no slot of the machine any more.
    private func isWanted(_ launch: QueuedLaunch) -> Bool {
        let machine = units[launch.slot].machine
        return machine.mainProcess == launch.token || machine.controlProcess == launch.token
    }

    /// What is to be signalled and still waits for its launch is not launched at all.
    func withdrawLaunches(of slot: Int, except: ProcessToken?) {
        let machine = units[slot].machine
        for token in [machine.mainProcess, machine.controlProcess] where token != except {
            if let token { withdrawLaunch(token, of: slot) }
        }
    }

    func withdrawLaunch(_ token: ProcessToken, of slot: Int) {
        guard !queuedLaunches.isEmpty, units[slot].process(token) == nil else { return }
        post(slot, .spawnRefused(token))
    }

    private func launch(_ launch: QueuedLaunch) {
        launchesSinceTrim += 1
        if let helper = releaseStandby(for: launch) {
            takeOff(launch, helper)
            return
        }
        guard hasDescriptor(for: launch) else {
            sayFull(launch)
            post(launch.slot, .spawnRefused(launch.token))
            return
        }
        let parts: JobParts
        do {
            parts = try self.parts(for: launch)
        } catch {
            return giveUp(launch, at: .descriptors, errno: 0, "the compiled unit cannot be read: \(error)")
        }
        let group: String?
        do {
            group = try processes.prepare(
                handle(launch.slot),
                plan: parts.controlGroup,
                beginsRun: launch.command.isOfStart
            )
        } catch {
            guard Errno.isShortage(error.error.errno) || error.error.errno == Errno.noSpace else {
                return giveUp(launch, at: .controlGroup, errno: error.error.errno, error.step)
            }
            log.warning("\(name(of: launch.slot)): no cgroup: \(error.step): \(error.error)")
            post(launch.slot, .spawnRefused(launch.token))
            return
        }
        var context = self.context(for: launch)
        let helper: Helper
        do {
            let isBornThere = processes.admitsBirths(handle(launch.slot))
            helper = try forkServer.launch(in: isBornThere ? group : nil) { isInGroup in
                context.controlGroup = isInGroup ? nil : group
                return LaunchJob.join(context: context.encoded(), plan: parts.plan, task: parts.task)
            }
        } catch {
            log.warning("\(name(of: launch.slot)): no helper: \(error)")
            post(launch.slot, .spawnRefused(launch.token))
            return
        }
        takeOff(launch, helper)
    }

    /// Once, until one of them has landed.
    private func sayFull(_ launch: QueuedLaunch) {
        guard !hasSaidFull else { return }
        hasSaidFull = true
        log.warning(
            "\(name(of: launch.slot)): no helper: \(flights.count) launches wait for something already; "
                + "it is tried again, and so are others"
        )
    }

    /// A launch that fails before there is a process.
    private func giveUp(_ launch: QueuedLaunch, at step: LaunchStep, errno: Int32, _ detail: String) {
        noteFailure(launch.slot, launch.token, launch.command, at: step, errno: errno, detail)
        post(launch.slot, .exited(launch.token, .exited(step.exitStatus)))
    }

    private func takeOff(_ launch: QueuedLaunch, _ helper: Helper) {
        note(launch, pid: helper.pid)
        let now = now()
        let flight = Flight(
            helper: helper,
            slot: launch.slot,
            token: launch.token,
            begunAt: now,
            deadline: launch.command.kind == .start ? now + policy(of: launch.slot).timeoutStart : .never
        )
        listen(to: flight)
        post(launch.slot, .launchAccepted(launch.token))
        // Whoever asked twice for the end waits for no command.
        if shutdown?.isHurried == true, launch.command.kind != .cleanUp { kill(helper: helper.pid) }
    }

    private func note(_ launch: QueuedLaunch, pid: Int32) {
        slotOfPid[pid] = launch.slot
        var process = UnitProcess(
            pid: pid,
            token: launch.token,
            command: launch.command,
            startedAt: wallNow(),
            startedMonotonic: now()
        )
        if launch.command.kind == .reload { process.asker = reloaders[launch.slot] }
        if launch.command.kind == .start {
            units[launch.slot].main = process
        } else {
            units[launch.slot].control = process
        }
    }

    /// A helper that cannot be listened to is ended; its end comes back like any other.
    private func listen(to flight: Flight) {
        let pid = flight.helper.pid
        do {
            flight.registration = try reactor.add(flight.helper.socket, .readable) { [self] _ in
                takeReports(of: pid)
            }
            flights[pid] = flight
            watchFlights()
        } catch {
            log.error("\(name(of: flight.slot)): waiting for the helper: \(error)")
            kill(helper: pid)
        }
    }

    private func kill(helper pid: Int32) {
        do {
            try ProcessControl.signal(child: pid, Signal.kill.number)
        } catch {
            log.error("helper \(pid): \(error)")
        }
    }

    // MARK: the job

    /// What the compiled set holds of a job, encoded.
    private struct JobParts {
        let plan: [UInt8]
        let task: [UInt8]
        let controlGroup: [UInt8]
    }

    private func parts(for launch: QueuedLaunch) throws(WireError) -> JobParts {
        let unit = units[launch.slot]
        let task =
            launch.command.kind == .cleanUp
            ? LaunchJob.Task.cleanUp.encoded()
            : try unit.set.reader.command(at: unit.position, launch.command.kind, Int(launch.command.index))
        return JobParts(
            plan: try unit.set.reader.plan(at: unit.position),
            task: task,
            controlGroup: try unit.set.reader.controlGroup(at: unit.position)
        )
    }

    private func context(for launch: QueuedLaunch) -> LaunchContext {
        let unit = units[launch.slot]
        var context = LaunchContext()
        context.unit = name(of: launch.slot)
        context.directoryBases = places.directoryBases
        context.invocation = unit.invocation
        context.dynamicUser = unit.leasedUser
        if unit.leasedUser == nil { context.lentUsers = leases.lent }
        context.managerEnvironment = environment
        context.openFiles = openFiles.inherited
        context.credentialsDirectory = credentialsBase + "/" + context.unit
        context.temporaryDirectory = places.state + "/tmp/" + context.unit
        if launch.command.kind != .start, let main = unit.main, main.isAlive {
            context.mainProcess = main.pid
        }
        context.variables = variables(for: launch)
        return context
    }

    private func variables(for launch: QueuedLaunch) -> [EnvironmentRequest.Assignment] {
        let unit = units[launch.slot]
        var variables = settings.defaultEnvironment
        func set(_ name: String, _ value: String) { variables.append(.init(name: name, value: value)) }
        set("INVOCATION_ID", unit.invocation.text)
        variables += triggers[launch.slot]?.variables ?? []
        if launch.command.kind != .start, let main = unit.main, main.isAlive {
            set("MAINPID", String(main.pid))
        }
        guard launch.command.kind == .stop || launch.command.kind == .stopPost else { return variables }
        set("SERVICE_RESULT", unit.machine.result.word)
        if let end = unit.machine.lastMainStatus {
            set("EXIT_CODE", end.codeWord)
            set("EXIT_STATUS", end.statusWord)
        }
        return variables
    }

    // MARK: reports

    /// Reads what the helper said so far. The end of its socket without a failure means that the service
    /// runs.
    func takeReports(of pid: Int32) {
        guard let flight = flights[pid], flight.registration != nil else { return }
        while true {
            do {
                switch try MessageSocket.receive(on: flight.helper.socket, capacity: 4096) {
                case .nothingYet: return
                case .message(let bytes):
                    guard take(bytes, of: flight) else { return }
                case .end:
                    land(flight)
                    return
                }
            } catch {
                giveUp(flight, "\(error)")
                return
            }
        }
    }

    /// Whether the helper can be listened to further.
    private func take(_ message: [UInt8], of flight: Flight) -> Bool {
        do {
            take(try LaunchReport(decoding: message), of: flight)
            return true
        } catch {
            giveUp(flight, "\(error)")
            return false
        }
    }

    /// A helper that says what cannot be understood is ended; its end comes back like any other.
    private func giveUp(_ flight: Flight, _ problem: String) {
        log.error("\(name(of: flight.slot)): report of helper \(flight.helper.pid): \(problem)")
        stopListening(to: flight)
        kill(helper: flight.helper.pid)
    }

    /// The socket has closed: the helper has become the program, or has said why not, or it is dying and nobody knows
    /// why before it is reaped.
    private func land(_ flight: Flight) {
        let pid = flight.helper.pid
        stopListening(to: flight)
        let hasFailed = launchFailures[flight.slot]?.contains { $0.token == flight.token } ?? false
        guard hasFailed || ProcessTable.hasExecuted(pid) != false else { return }
        _ = endFlight(of: pid)
        if !hasFailed {
            post(flight.slot, .launchSucceeded(flight.token))
            wantStandby(flight.slot)
        }
        answerWaiters(of: flight, hasSucceeded: !hasFailed)
    }

    private func take(_ report: LaunchReport, of flight: Flight) {
        switch report {
        case .identity(let uid, let gid):
            if units[flight.slot].main?.token == flight.token {
                units[flight.slot].main?.uid = uid
                units[flight.slot].main?.gid = gid
            } else if units[flight.slot].control?.token == flight.token {
                units[flight.slot].control?.uid = uid
                units[flight.slot].control?.gid = gid
            }
        case .failure(let step, let errno, let detail):
            guard errno == Errno.interrupted, flight.end != .notDue else {
                return fail(flight, at: step, errno: errno, detail)
            }
            let place = detail.isEmpty ? "" : detail + ": "
            fail(flight, at: step, errno: 0, place + "not done within TimeoutStartSec=")
        }
    }

    /// `errno` is 0 where it is not known.
    func fail(_ flight: Flight, at step: LaunchStep, errno: Int32, _ detail: String) {
        let command = units[flight.slot].process(flight.token)?.command ?? CommandReference(.start)
        noteFailure(flight.slot, flight.token, command, at: step, errno: errno, detail)
    }

    private func noteFailure(
        _ slot: Int,
        _ token: ProcessToken,
        _ command: CommandReference,
        at step: LaunchStep,
        errno: Int32,
        _ detail: String
    ) {
        let failure = LaunchFailureDetail(
            token: token,
            command: command,
            step: step,
            errno: errno,
            detail: detail
        )
        launchFailures[slot, default: []].append(failure)
        log.error("\(name(of: slot)): launch step '\(step.name)' failed: \(failure.reason(ErrorName.text))")
        post(slot, .launchFailed(token, LaunchFailure(step: step.rawValue, errno: errno)))
    }

    func stopListening(to flight: Flight) {
        guard let registration = flight.registration else { return }
        flight.registration = nil
        do {
            try reactor.remove(registration, flight.helper.socket)
        } catch {
            log.error("helper \(flight.helper.pid): \(error)")
        }
    }
}

extension CommandReference {
    /// Whether it is one of those that start a unit.
    fileprivate var isOfStart: Bool {
        switch kind {
        case .condition, .startPre, .start, .startPost: true
        case .reload, .stop, .stopPost, .cleanUp: false
        }
    }
}

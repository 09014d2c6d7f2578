import EventLoop
import LinuxSystem
import ServiceModel
import Supervision
import UnitSet

/// The supervisor at run time: owns every unit, process and descriptor. Events go in, the units' machines
/// decide, effects come out and are carried out here.
final class Daemon {
    var options: DaemonOptions
    let places: Places
    let programs: HelperPrograms
    let log: Log
    let reactor: Reactor
    let signals: SignalDescriptor
    let forkServer: ForkServer
    var standbys = Standbys()
    var standbyAlarm: DeadlineQueue.Alarm?
    let journal: ExitJournal
    let historyDesk: HistoryDesk
    let processes: any UnitProcesses
    let isRoot: Bool
    let openFiles: OpenFiles
    let startedAt = WallTime(microseconds: Clock.wall())
    /// The daemon's own environment, for `PassEnvironment=`.
    let environment: [EnvironmentRequest.Assignment]
    /// What this host does not permit, one sentence each: said at start and in `version`.
    private(set) var unavailable: [String] = []

    /// By slot. A slot keeps its unit for as long as the unit is known; reloads do not move it.
    var units: [UnitRuntime] = []
    var freeSlots: [Int] = []
    /// The slot of each position of the current set.
    var slotOfPosition: [Int] = []
    /// Units that are not in the current set, by name and alias: those whose files are gone but which still run, and
    /// instances of templates that were loaded by themselves since.
    var otherSlots: [String: Int] = [:]
    var set: LoadedSet?
    var lastName: (set: LoadedSet, position: Int, name: String)?
    var settings = ManagerSettings()
    var policies = PolicyTable()
    var leases: IdentityLeases
    var credentialsBase: String { places.runtime + "/credentials" }

    /// The slot that each of our children was launched for.
    var slotOfPid: [Int32: Int] = [:]
    /// Launched helpers that have not become their service yet, by pid.
    var flights: [Int32: Flight] = [:]
    /// How many of them are slow.
    var slowFlights = 0
    /// The log tells already that no more of them can be on their way.
    var hasSaidFull = false
    var flightAlarm: DeadlineQueue.Alarm?
    /// Launches that wait their turn, so that a thousand starts do not keep the loop from everything else.
    var queuedLaunches = Queue<QueuedLaunch>()
    var launchBudget = 0
    var launchesSinceTrim = 0
    /// How a process ended, from its reaping to its record.
    var endings: [Int32: EndedChild] = [:]
    /// Of the run under way, in the order they were reported.
    var launchFailures: [Int: [LaunchFailureDetail]] = [:]
    /// How the commands of the last run ended that are not its main process.
    var commandRuns: [Int: [CommandRun]] = [:]
    /// On account of which run a unit was last started, and the same of starts that have not begun.
    var triggers: [Int: TriggeringRun] = [:]
    var dueTriggers: [Int: TriggeringRun] = [:]
    /// Who asked for the reloads under way.
    var reloaders: [Int: Requester] = [:]

    var events = Queue<(slot: Int, event: MachineEvent)>()
    var isDelivering = false
    var loader: Loader?
    var waitingLoads: [LoadRequest] = []
    var shutdown: Shutdown?
    /// Units that wait to become empty.
    var awaitingEmpty: Set<Int> = []
    var control: ControlServer?
    var waiters = JobWaiters()

    init(_ options: DaemonOptions, _ places: Places, _ programs: HelperPrograms, log: Log)
        throws(SystemError)
    {
        self.options = options
        self.places = places
        self.programs = programs
        self.log = log
        openFiles = OpenFiles.raise(log)
        isRoot = OwnProcess.effectiveUser == 0
        environment = OwnProcess.environment.map {
            EnvironmentRequest.Assignment(name: $0.name, value: $0.value)
        }
        reactor = try Reactor()
        signals = try SignalDescriptor(Daemon.handledSignals)
        forkServer = ForkServer(program: programs.exec)
        journal = ExitJournal(
            path: places.state + "/exits.journal",
            maximumSize: settings.journalMaximumSize,
            log: log
        )
        historyDesk = HistoryDesk(journal, reactor)
        let leaseFile = LeaseFile(path: places.state + "/uid-leases", log: log)
        let search = UserSearch()
        leases = IdentityLeases(
            known: leaseFile.entries(),
            isInUse: search.hasProcess,
            remember: leaseFile.append
        )
        if let groups = ControlGroups(name: places.controlGroupName, reactor: reactor, log: log) {
            processes = groups
        } else {
            let sweep = DescendantSweep(ownPid: OwnProcess.pid, log: log)
            processes = sweep
            unavailable.append(sweep.hasProc ? Daemon.processTreeGap : Daemon.noProcGap)
        }
        if let obstacle = ProcessHandle.obstacle(ownPid: OwnProcess.pid) {
            unavailable.append(
                "processes cannot be named by descriptor (\(obstacle)): of a unit's, only those are signalled that the "
                    + "supervisor launched; the others end when their cgroup is killed, where there is one"
            )
        }
        // The daemon lives as long as its process: what it holds may hold it.
        processes.connect(
            isLaunched: { [self] in slotOfPid[$0] != nil },
            onChange: { [self] in
                checkMemory($0)
                recheckEmpty($0)
            }
        )
        reactor.backlog = { [self] in workOff() }
    }

    private static let processTreeGap =
        "no cgroup can be made here: processes are followed through the process tree, which one escapes that "
        + "begins a session of its own, clears its environment and loses its parent before it was seen"

    private static let noProcGap =
        "no cgroup can be made here and /proc is not mounted: of a unit's processes only the commands themselves and "
        + "their process groups are found; whatever leaves its group lives on"

    /// SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM, SIGCHLD and SIGRTMIN+3, which container engines send to stop
    /// an init. All others stay blocked: none that somebody sends by mistake ends the supervisor.
    private static let handledSignals = [1, 2, 3, 10, 12, 15, 17, 37]

    /// Runs until a signal or a request ends it. Returns the exit status.
    func run() throws(SystemError) -> Int32 {
        let registration = try reactor.add(signals.descriptor, .readable) { [self] _ in takeSignals() }
        _ = registration
        control = try ControlServer(path: places.control, reactor: reactor, log: log) {
            [self] connection, frame in
            answer(frame, on: connection)
        }
        log.info("supervising with \(processes.mechanism) on \(places.control)")
        for sentence in unavailable { log.warning(sentence) }
        load(.everything, answering: nil)
        try reactor.run()
        return 0
    }

    func policy(of slot: Int) -> ServicePolicy { policies[units[slot].policy] }

    /// Names are read from the compiled set when somebody asks: ten thousand of them in memory would be most of the
    /// daemon. One is kept, since what happens to a unit asks for it many times.
    func name(of slot: Int) -> String {
        let unit = units[slot]
        if let last = lastName, last.set === unit.set, last.position == unit.position { return last.name }
        do {
            let name = try unit.set.reader.name(at: unit.position).text
            lastName = (unit.set, unit.position, name)
            return name
        } catch {
            return "unit \(slot)"
        }
    }

    func now() -> Instant { Instant(microseconds: Clock.monotonic()) }

    func wallNow() -> WallTime { WallTime(microseconds: Clock.wall()) }
}

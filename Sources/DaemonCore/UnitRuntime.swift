import EventLoop
import ServiceModel
import Supervision

/// One command's process that has ended.
struct CommandRun {
    let command: CommandReference
    let startedAt: WallTime
    let end: UnitRuntime.LastEnd
}

/// What the daemon knows of a unit while it runs. Kept small: there may be ten thousand.
struct UnitRuntime {
    /// The set the unit's definition is in, and where.
    var set: LoadedSet
    var position: Int
    var policy: Int
    var machine = ServiceMachine()
    var invocation = InvocationID.none
    var main: UnitProcess?
    /// Few units have one at a time, so it lies elsewhere.
    var control: UnitProcess? {
        get { storedControl?.process }
        set { storedControl = newValue.map(StoredProcess.init) }
    }
    private var storedControl: StoredProcess?
    /// How the last main process ended.
    var lastEnd: LastEnd?
    var leasedUser: UInt32?
    var alarm: DeadlineQueue.Alarm?
    var changedAt = WallTime(microseconds: 0)
    /// When it last became active, ceased to be, became inactive or failed, and ceased to be.
    var activeSince = WallTime(microseconds: 0)
    var activeUntil = WallTime(microseconds: 0)
    var inactiveSince = WallTime(microseconds: 0)
    var inactiveUntil = WallTime(microseconds: 0)
    /// Who asked for the last start, stop or restart; nil when nobody did.
    var requester: Requester?
    /// A stop or restart that somebody asked for is under way: what ends now ends for it.
    var isEndAskedFor = false
    /// The last start was the supervisor's own, when it began.
    var startedItself = false
    /// Its definition is another one than that of the run under way.
    var hasChangedSinceStart = false
    /// The file is gone from the search path; the unit is forgotten once it is inactive.
    var isOrphaned = false

    struct LastEnd {
        let status: ExitStatus
        let pid: Int32
        let at: WallTime
    }

    private final class StoredProcess {
        let process: UnitProcess

        init(_ process: UnitProcess) { self.process = process }
    }

    init(set: LoadedSet, position: Int, policy: Int) {
        self.set = set
        self.position = position
        self.policy = policy
    }

    /// The launched process a token names, if it lives.
    func process(_ token: ProcessToken) -> UnitProcess? {
        if let main, main.token == token, main.isAlive { return main }
        if let control, control.token == token, control.isAlive { return control }
        return nil
    }
}

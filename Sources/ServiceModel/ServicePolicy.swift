/// Everything supervision needs to know of a service, and nothing of how it is confined. Units with equal
/// policies share one value.
package struct ServicePolicy: Hashable, Sendable {
    /// When the service counts as started.
    package enum Startup: UInt8, Sendable {
        /// As soon as the helper is spawned.
        case simple
        /// When the service's program has been executed.
        case exec
        /// When it has ended.
        case oneshot
    }

    package enum Restart: UInt8, CaseIterable, Sendable {
        case no, onSuccess, onFailure, onAbnormal, onWatchdog, onAbort, always
    }

    package enum KillMode: UInt8, CaseIterable, Sendable {
        case controlGroup, mixed, process, none
    }

    /// What becomes of a service of which the kernel killed a process for want of memory.
    package enum OutOfMemory: UInt8, CaseIterable, Sendable {
        case `continue`, stop, kill

        /// systemd's word.
        package var word: String {
            switch self {
            case .continue: "continue"
            case .stop: "stop"
            case .kill: "kill"
            }
        }
    }

    /// How many commands a kind has, and which of them may fail.
    package struct Commands: Hashable, Sendable {
        package var ignoresFailure: [Bool]

        package init(ignoresFailure: [Bool] = []) {
            self.ignoresFailure = ignoresFailure
        }

        package var count: Int { ignoresFailure.count }
    }

    package var startup: Startup = .simple
    package var remainAfterExit = false
    /// Indexed by `CommandKind.rawValue`; `cleanUp` has one entry when there is something to remove.
    package var commands: [Commands] = Array(repeating: Commands(), count: CommandKind.allCases.count)
    /// Whether `cleanUp` also runs before a restart (`RuntimeDirectoryPreserve=no`).
    package var cleansUpBeforeRestart = true

    package var restart: Restart = .no
    package var restartDelay: TimeSpan = .milliseconds(100)
    package var restartSteps: UInt32 = 0
    package var restartMaximumDelay: TimeSpan = .infinity
    package var success = ExitStatusSet()
    package var restartPrevent = ExitStatusSet()
    package var restartForce = ExitStatusSet()
    package var startLimitInterval: TimeSpan = .seconds(10)
    package var startLimitBurst: UInt32 = 5

    package var timeoutStart: TimeSpan = .seconds(90)
    package var timeoutStop: TimeSpan = .seconds(90)
    /// Nil: the same as `timeoutStop`.
    package var timeoutAbort: TimeSpan?
    package var startFailureMode: TimeoutFailureMode = .terminate
    package var stopFailureMode: TimeoutFailureMode = .terminate
    package var runtimeMaximum: TimeSpan = .infinity

    package var killMode: KillMode = .controlGroup
    package var killSignal: Signal = .terminate
    /// Nil: the same as `killSignal`.
    package var restartKillSignal: Signal?
    package var outOfMemory: OutOfMemory = .stop
    package var finalKillSignal: Signal = .kill
    package var sendsKill = true
    package var sendsHangup = false

    /// The unit names others in `OnFailure=` or `OnSuccess=`.
    package var startsOthersOnFailure = false
    package var startsOthersOnSuccess = false

    package init() {}

    package func commands(of kind: CommandKind) -> Commands { commands[Int(kind.rawValue)] }
}

package import ServiceModel

/// Where a service is in its life. The names are systemd's `SubState=` words.
///
/// ```
///            start                                              main ended, or stop
///  dead ──► condition ► start-pre ► start ► start-post ► running ─────────────► stop
///  failed        │          │         │         │          │ ▲                    │
///    ▲           │          │         │         │   reload │ │ done or failed     │
///    │           │          │         │         │          ▼ │                    │
///    │           │          │         │         │         reload    exited ──────►│
///    │           │          │         │         │                                 │
///    │           └──────────┴────┬────┴─────────┘ failed, timed out, or stop      │
///    │                           ▼                                                │
///    │                      stop-sigterm ◄────────────────────────────────────────┘
///    │                           │ ▼ timed out
///    │                           │ stop-sigkill
///    │                           ▼ ▼ gone, or not to be killed
///    │                        stop-post
///    │                           ▼
///    │                      final-sigterm ► final-sigkill
///    │                           ▼              ▼
///    │                         cleaning ◄───────┘
///    │  nothing more to do       │
///    ├───────────────────────────┤
///    │ stop                      ▼ Restart=
///    └────────────────────── auto-restart ── delay over, or restart ──► condition
/// ```
///
/// A phase without commands and a kill without processes are passed over within the same event.
package enum ServiceState: Hashable, Sendable {
    case dead
    case condition(CommandStep)
    case startPre(CommandStep)
    case start(CommandStep)
    case startPost(CommandStep)
    case running(until: Instant)
    /// Active without a process: `RemainAfterExit=`.
    case exited
    case reload(CommandStep)
    case stop(CommandStep)
    case stopSigterm(until: Instant)
    /// Told to abort: systemd names the state after the watchdog, its other reason.
    case stopWatchdog(until: Instant)
    case stopSigkill(until: Instant)
    case stopPost(CommandStep)
    case finalSigterm(until: Instant)
    case finalWatchdog(until: Instant)
    case finalSigkill(until: Instant)
    case cleaning(CommandStep)
    case autoRestart(at: Instant)
    case failed
}

extension ServiceState {
    init(executing kind: CommandKind, _ step: CommandStep) {
        switch kind {
        case .condition: self = .condition(step)
        case .startPre: self = .startPre(step)
        case .start: self = .start(step)
        case .startPost: self = .startPost(step)
        case .reload: self = .reload(step)
        case .stop: self = .stop(step)
        case .stopPost: self = .stopPost(step)
        case .cleanUp: self = .cleaning(step)
        }
    }

    init(killing phase: KillPhase, until deadline: Instant) {
        switch phase {
        case .stopTerminate: self = .stopSigterm(until: deadline)
        case .stopAbort: self = .stopWatchdog(until: deadline)
        case .stopKill: self = .stopSigkill(until: deadline)
        case .finalTerminate: self = .finalSigterm(until: deadline)
        case .finalAbort: self = .finalWatchdog(until: deadline)
        case .finalKill: self = .finalSigkill(until: deadline)
        }
    }

    /// The command phase the state is, and how far it has come; nil where no command is under way.
    var phase: (kind: CommandKind, step: CommandStep)? {
        switch self {
        case .condition(let step): (.condition, step)
        case .startPre(let step): (.startPre, step)
        case .start(let step): (.start, step)
        case .startPost(let step): (.startPost, step)
        case .reload(let step): (.reload, step)
        case .stop(let step): (.stop, step)
        case .stopPost(let step): (.stopPost, step)
        case .cleaning(let step): (.cleanUp, step)
        case .dead, .running, .exited, .stopSigterm, .stopWatchdog, .stopSigkill, .finalSigterm,
            .finalWatchdog, .finalSigkill, .autoRestart, .failed:
            nil
        }
    }

    /// The kill phase the state is.
    var killPhase: KillPhase? {
        switch self {
        case .stopSigterm: .stopTerminate
        case .stopWatchdog: .stopAbort
        case .stopSigkill: .stopKill
        case .finalSigterm: .finalTerminate
        case .finalWatchdog: .finalAbort
        case .finalSigkill: .finalKill
        case .dead, .condition, .startPre, .start, .startPost, .running, .exited, .reload, .stop, .stopPost,
            .cleaning, .autoRestart, .failed:
            nil
        }
    }

    /// When the state ends of itself if nothing else happens.
    package var deadline: Instant {
        switch self {
        case .condition(let step), .startPre(let step), .start(let step), .startPost(let step),
            .reload(let step),
            .stop(let step), .stopPost(let step), .cleaning(let step):
            step.wake
        case .running(let moment), .stopSigterm(let moment), .stopWatchdog(let moment),
            .stopSigkill(let moment), .finalSigterm(let moment), .finalWatchdog(let moment),
            .finalSigkill(let moment), .autoRestart(let moment):
            moment
        case .dead, .exited, .failed: .never
        }
    }

    package var activeState: ActiveState {
        switch self {
        case .dead: .inactive
        case .condition, .startPre, .start, .startPost, .autoRestart: .activating
        case .running, .exited: .active
        case .reload: .reloading
        case .stop, .stopSigterm, .stopWatchdog, .stopSigkill, .stopPost, .finalSigterm, .finalWatchdog,
            .finalSigkill, .cleaning:
            .deactivating
        case .failed: .failed
        }
    }

    /// systemd's `SubState=`.
    package var word: String {
        switch self {
        case .dead: "dead"
        case .condition: "condition"
        case .startPre: "start-pre"
        case .start: "start"
        case .startPost: "start-post"
        case .running: "running"
        case .exited: "exited"
        case .reload: "reload"
        case .stop: "stop"
        case .stopSigterm: "stop-sigterm"
        case .stopWatchdog: "stop-watchdog"
        case .stopSigkill: "stop-sigkill"
        case .stopPost: "stop-post"
        case .finalSigterm: "final-sigterm"
        case .finalWatchdog: "final-watchdog"
        case .finalSigkill: "final-sigkill"
        case .cleaning: "cleaning"
        case .autoRestart: "auto-restart"
        case .failed: "failed"
        }
    }
}

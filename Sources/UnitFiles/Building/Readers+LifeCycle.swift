import ServiceModel

extension DirectiveReaders {
    static let lifeCycle: [String: DirectiveReader] = [
        "Type": Kinds.choice(ServiceType.allCases.map { ($0.rawValue, $0) }, default: .simple) {
            $0.type = $1
            $0.hasType = true
        },
        "RemainAfterExit": Kinds.boolean(default: false) { $0.definition.policy.remainAfterExit = $1 },
        "Restart": Kinds.choice(restartWords, default: .no) { $0.definition.policy.restart = $1 },
        "RestartSec": Kinds.timeSpan(default: .restartDelay) {
            $0.definition.policy.restartDelay = $1
        },
        "RestartSteps": Kinds.value("a number", default: 0, NumberText.count) {
            $0.definition.policy.restartSteps = $1
        },
        "RestartMaxDelaySec": Kinds.timeSpan(default: .unlimited) {
            $0.definition.policy.restartMaximumDelay = $1
        },
        "TimeoutStartSec": timeout(default: .timeoutStart) { $0.setStartTimeout($1) },
        "TimeoutStopSec": timeout(default: .timeoutStop) {
            $0.definition.policy.timeoutStop = $1
        },
        "TimeoutSec": timeout(default: .timeoutStop) {
            $0.setStartTimeout($1)
            $0.definition.policy.timeoutStop = $1
        },
        "TimeoutAbortSec": { builder, value, directive in
            // Empty, it follows TimeoutStopSec= again, wherever that is set.
            guard !value.isEmpty else {
                builder.definition.policy.timeoutAbort = nil
                return
            }
            abortTimeout(&builder, value, directive)
        },
        "TimeoutStartFailureMode": Kinds.choice(failureModes, default: .terminate) {
            $0.definition.policy.startFailureMode = $1
        },
        "TimeoutStopFailureMode": Kinds.choice(failureModes, default: .terminate) {
            $0.definition.policy.stopFailureMode = $1
        },
        "RuntimeMaxSec": runtimeMaximum,
        "SuccessExitStatus": exitStatuses { $1(&$0.definition.policy.success) },
        "RestartPreventExitStatus": exitStatuses { $1(&$0.definition.policy.restartPrevent) },
        "RestartForceExitStatus": exitStatuses { $1(&$0.definition.policy.restartForce) },
        "StartLimitIntervalSec": startLimitInterval,
        "KillMode": Kinds.choice(killWords, default: .controlGroup) { $0.definition.policy.killMode = $1 },
        "OOMPolicy": Kinds.choice(ServicePolicy.OutOfMemory.allCases.map { ($0.word, $0) }, default: .stop) {
            $0.definition.policy.outOfMemory = $1
            $0.definition.execution.resources.outOfMemory = $1
        },
        "KillSignal": Kinds.signal(default: .terminate) {
            $0.definition.policy.killSignal = $1 ?? .terminate
        },
        "RestartKillSignal": Kinds.signal(default: nil) { $0.definition.policy.restartKillSignal = $1 },
        "FinalKillSignal": Kinds.signal(default: .kill) {
            $0.definition.policy.finalKillSignal = $1 ?? .kill
        },
        "SendSIGKILL": Kinds.boolean(default: true) { $0.definition.policy.sendsKill = $1 },
        "SendSIGHUP": Kinds.boolean(default: false) { $0.definition.policy.sendsHangup = $1 },
    ]

    private static let restartWords: [(String, ServicePolicy.Restart)] = [
        ("no", .no), ("on-success", .onSuccess), ("on-failure", .onFailure), ("on-abnormal", .onAbnormal),
        ("on-watchdog", .onWatchdog), ("on-abort", .onAbort), ("always", .always),
    ]

    private static let failureModes = TimeoutFailureMode.allCases.map { ($0.word, $0) }

    private static let killWords: [(String, ServicePolicy.KillMode)] = [
        ("control-group", .controlGroup), ("mixed", .mixed), ("process", .process), ("none", .none),
    ]

    private static let abortTimeout = timeout(default: .timeoutStop) {
        $0.definition.policy.timeoutAbort = $1
    }

    /// Other than for the other spans, nothing and 0 are no word for "no limit".
    private static let runtimeMaximum: DirectiveReader = { builder, value, directive in
        guard let span = TimeSpanText.parse(value.text), span != .zero else {
            let message = "\(directive.key)= takes a time span above 0 or 'infinity', not '\(value.text)'"
            builder.reject(directive, value.start, message)
            return
        }
        builder.definition.policy.runtimeMaximum = span
    }

    /// A time span of which 0 means "no limit".
    private static func timeout(
        default fallback: InheritedSpan,
        _ set: @escaping @Sendable (inout UnitBuilder, TimeSpan) -> Void
    ) -> DirectiveReader {
        Kinds.timeSpan(default: fallback) { builder, span in
            set(&builder, span == .zero ? .infinity : span)
        }
    }

    private static func exitStatuses(
        _ change: @escaping @Sendable (inout UnitBuilder, (inout ExitStatusSet) -> Void) -> Void
    ) -> DirectiveReader {
        { builder, value, directive in
            guard !value.isEmpty else {
                change(&builder) { $0 = ExitStatusSet() }
                return
            }
            guard let words = builder.words(value, directive) else { return }
            for word in words {
                if let code = ExitStatusNames.codes[word.text] ?? NumberText.unsigned(word.text) {
                    change(&builder) { if !$0.codes.contains(code) { $0.codes.append(code) } }
                } else if let signal = Signal(text: word.text), Int(word.text) == nil {
                    change(&builder) { if !$0.signals.contains(signal) { $0.signals.append(signal) } }
                } else {
                    let known = Array(ExitStatusNames.codes.keys) + Signal.names.map { "SIG" + $0 }
                    let hint = builder.hint(for: word.text, among: known)
                    builder.rejectWord(
                        directive,
                        value.location(at: word.offset),
                        "'\(word.text)' is neither an exit code (0 to 255), nor the name of one, nor a signal"
                            + hint
                    )
                }
            }
        }
    }
}

extension UnitBuilder {
    mutating func setStartTimeout(_ span: TimeSpan) {
        definition.policy.timeoutStart = span
        hasStartTimeout = true
    }
}

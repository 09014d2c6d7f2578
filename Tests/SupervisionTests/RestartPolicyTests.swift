import Glibc
import ServiceModel
import Testing

@testable import Supervision

@Suite("Whether and when a service comes back")
struct RestartPolicyTests {
    private typealias Restart = ServicePolicy.Restart

    /// systemd.service(5), table 2.
    private static let table: [(ServiceResult, Set<Restart>)] = [
        (.success, [.always, .onSuccess]),
        (.exitCode, [.always, .onFailure]),
        (.signal, [.always, .onFailure, .onAbnormal, .onAbort]),
        (.coreDump, [.always, .onFailure, .onAbnormal, .onAbort]),
        (.timeout, [.always, .onFailure, .onAbnormal]),
        (.watchdog, [.always, .onFailure, .onAbnormal, .onWatchdog]),
        (.outOfMemory, [.always, .onFailure, .onAbnormal]),
        (.resources, [.always, .onFailure, .onAbnormal]),
        (.protocol, [.always, .onFailure, .onAbnormal]),
        (.execCondition, []),
    ]

    @Test("Restart= decides by the table of its man page", arguments: ServicePolicy.Restart.allCases)
    func restartTable(restart: ServicePolicy.Restart) {
        let policy = ServicePolicy(.start).with { $0.restart = restart }
        for (result, restarts) in RestartPolicyTests.table {
            let comesBack = policy.restarts(after: result, mainStatus: nil)
            #expect(comesBack == restarts.contains(restart), "\(restart) after \(result)")
        }
    }

    @Test("a oneshot that succeeded is done, whatever Restart= says")
    func oneshot() {
        for restart in Restart.allCases {
            let policy = ServicePolicy(.start, startup: .oneshot).with { $0.restart = restart }
            #expect(!policy.restarts(after: .success, mainStatus: .success))
        }
    }

    @Test("RestartPreventExitStatus= wins over RestartForceExitStatus=, which wins over Restart=")
    func exceptions() {
        let policy = ServicePolicy(.start).with {
            $0.restart = .onFailure
            $0.restartPrevent = ExitStatusSet(codes: [5], signals: [.kill])
            $0.restartForce = ExitStatusSet(codes: [0, 5], signals: [.user1])
        }
        #expect(policy.restarts(after: .success, mainStatus: .exited(0)))
        #expect(!policy.restarts(after: .exitCode, mainStatus: .exited(5)))
        #expect(!policy.restarts(after: .signal, mainStatus: .signaled(.kill, coreDumped: false)))
        #expect(policy.restarts(after: .success, mainStatus: .signaled(.user1, coreDumped: false)))
        #expect(policy.restarts(after: .exitCode, mainStatus: .exited(6)))
        #expect(policy.restarts(after: .exitCode, mainStatus: nil))
    }

    @Test("the exceptions look at the main process of this run alone")
    func exceptionsOfThisRun() {
        let policy = ServicePolicy(.startPre, .start).with {
            $0.restart = .onFailure
            $0.restartPrevent = ExitStatusSet(codes: [5])
        }
        var story = Story(policy)
        story.tell(.start)
        story.tell(.exit(1, 5))
        story.tell(.emptied)
        story.expect("auto-restart", .exitCode)
    }

    @Test("how the main process of an earlier run ended is forgotten when a new run begins")
    func exceptionsForget() {
        let policy = ServicePolicy(.startPre, .start).with {
            $0.restart = .onFailure
            $0.restartPrevent = ExitStatusSet(codes: [5])
        }
        var story = Story(policy)
        story.tell(.start)
        story.tell(.exit(1, 0))
        story.tell(.accepted(2))
        story.tell(.exit(2, 5))
        story.tell(.emptied)
        story.expect("failed", .exitCode)
        #expect(story.machine.lastMainStatus == .exited(5))
        story.tell(.start)
        #expect(story.machine.lastMainStatus == nil)
        story.tell(.exit(3, 9))
        story.tell(.emptied)
        story.expect("auto-restart", .exitCode)
    }

    @Test("signals that end a daemon politely are clean, for a daemon and for it alone")
    func politeSignals() {
        let daemon = ServicePolicy(.start, .stop)
        let oneshot = ServicePolicy(.start, startup: .oneshot)
        let main = CommandReference(.start)
        for signal in [Signal.hangup, .interrupt, .terminate, .pipe] {
            let status = ExitStatus.signaled(signal, coreDumped: false)
            #expect(daemon.result(of: status, from: main) == .success)
            #expect(oneshot.result(of: status, from: main) == .signal)
            #expect(daemon.result(of: status, from: CommandReference(.stop)) == .signal)
        }
        #expect(daemon.result(of: .signaled(.kill, coreDumped: false), from: main) == .signal)
        #expect(daemon.result(of: .signaled(.quit, coreDumped: true), from: main) == .coreDump)
    }

    @Test("SuccessExitStatus= names codes and signals, but a core dump is no success")
    func success() {
        let policy = ServicePolicy(.start).with {
            $0.success = ExitStatusSet(codes: [75], signals: [.kill, .abort])
        }
        let main = CommandReference(.start)
        #expect(policy.result(of: .exited(75), from: main) == .success)
        #expect(policy.result(of: .exited(76), from: main) == .exitCode)
        #expect(policy.result(of: .signaled(.kill, coreDumped: false), from: main) == .success)
        #expect(policy.result(of: .signaled(.abort, coreDumped: true), from: main) == .coreDump)
    }

    @Test("a command that a new policy no longer has is judged as one whose failure counts")
    func replacedPolicy() {
        let policy = ServicePolicy(.start)
        #expect(policy.result(of: .exited(1), from: CommandReference(.startPre, 7)) == .exitCode)
    }

    @Test("without steps every delay is RestartSec=")
    func constantDelay() {
        let policy = ServicePolicy(.start).with { $0.restartMaximumDelay = .seconds(60) }
        for restart in [1, 2, 1000, .max] as [UInt32] {
            #expect(policy.delay(beforeRestart: restart) == .milliseconds(100))
        }
    }

    @Test("steps lead from the first delay to the last by equal factors")
    func steps() {
        let policy = ServicePolicy(.start).with {
            $0.restartDelay = .seconds(1)
            $0.restartMaximumDelay = .seconds(16)
            $0.restartSteps = 4
        }
        let delays = (1...7).map { policy.delay(beforeRestart: $0) }
        #expect(delays == [1, 2, 4, 8, 16, 16, 16].map { TimeSpan.seconds($0) })
    }

    @Test("the formula holds to a microsecond", arguments: [1, 2, 3, 7, 10, 100, 1000] as [UInt32])
    func formula(steps: UInt32) {
        let spans: [(UInt64, UInt64)] = [
            (1, 2), (100_000, 300_000_000), (777, 1_000_003), (5_000_000, 86_400_000_000),
        ]
        for (first, last) in spans {
            let policy = ServicePolicy(.start).with {
                $0.restartDelay = TimeSpan(microseconds: first)
                $0.restartMaximumDelay = TimeSpan(microseconds: last)
                $0.restartSteps = steps
            }
            for restart in 1...steps {
                let exponent = Double(restart - 1) / Double(steps)
                let exact = Double(first) * pow(Double(last) / Double(first), exponent)
                let delay = policy.delay(beforeRestart: restart)
                #expect(abs(Double(delay.microseconds) - exact) <= 1)
            }
        }
    }

    @Test("extreme delays neither trap nor pass their end")
    func extremes() {
        let policy = ServicePolicy(.start).with {
            $0.restartDelay = TimeSpan(microseconds: 1)
            $0.restartMaximumDelay = TimeSpan(microseconds: .max - 1)
            $0.restartSteps = .max
        }
        for restart in [1, 2, .max - 1, .max] as [UInt32] {
            #expect(policy.delay(beforeRestart: restart) <= policy.restartMaximumDelay)
        }
    }
}

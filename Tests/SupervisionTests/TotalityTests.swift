import ServiceModel
import Supervision
import Testing

@Suite("Every event in every state")
struct TotalityTests {
    private static let states = [
        "dead", "condition", "start-pre", "start", "start-post", "running", "exited", "reload", "stop",
        "stop-sigterm", "stop-watchdog", "stop-sigkill", "stop-post", "final-sigterm", "final-watchdog",
        "final-sigkill", "cleaning", "auto-restart",
        "failed",
    ]
    private static let samplesPerState = 16

    /// Worlds whose machine is in each state, under many policies and with many pasts.
    private static let samples: [String: [SimulatedWorld]] = {
        var samples: [String: [SimulatedWorld]] = [:]
        for seed in 10_000..<10_400 as Range<UInt64> {
            var world = SimulatedWorld(seed: seed)
            // A few of each walk, so that no policy crowds the others out.
            var wanted = Set(states)
            while world.events < 300, world.ledger.violation == nil {
                world.run(events: world.events + 1)
                let state = world.machine.subState
                guard samples[state, default: []].count < samplesPerState, wanted.remove(state) != nil else {
                    continue
                }
                samples[state, default: []].append(world)
            }
        }
        return samples
    }()

    @Test("is answered, keeps every promise, and leaves a service that can be stopped", arguments: states)
    func total(state: String) throws {
        let worlds = try #require(TotalityTests.samples[state])
        let count = worlds.count
        #expect(count == TotalityTests.samplesPerState)
        for (index, world) in worlds.enumerated() {
            for event in TotalityTests.events(for: world.machine) {
                var world = world
                world.impose(event)
                world.comeToRest()
                guard let problem = world.problem else { continue }
                Issue.record("\(problem), after \(event) in \(state), sample \(index)")
                return
            }
        }
    }

    /// Every kind of event; those of processes for each that lives, for one that is gone and for one that never was.
    private static func events(for machine: ServiceMachine) -> [Event] {
        var events: [Event] = [
            .start, .stop, .restart, .reload, .resetFailed, .memoryRanOut, .emptied, .time,
        ]
        let strangers = [0, UInt32.max].map { ProcessToken(rawValue: $0) }
        for token in [machine.mainProcess, machine.controlProcess].compactMap({ $0 }) + strangers {
            let token = token.rawValue
            events += [
                .accepted(token), .executed(token), .launchFailed(token, step: 3, errno: 13), .refused(token),
            ]
            events += [.exit(token, 0), .exit(token, 1), .exit(token, 255)]
            events += [.killed(token, .terminate), .killed(token, .abort, core: true)]
        }
        return events
    }

    @Test("words, states and deadlines agree in each sample")
    func words() {
        for (state, worlds) in TotalityTests.samples {
            for world in worlds {
                #expect(world.machine.subState == state)
                #expect((world.machine.nextRestart != nil) == (state == "auto-restart"))
            }
        }
        #expect(Set(TotalityTests.samples.keys) == Set(TotalityTests.states))
    }
}

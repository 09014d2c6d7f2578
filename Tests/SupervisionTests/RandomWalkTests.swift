import Glibc
import ServiceModel
import Supervision
import Testing

@Suite("Random walks")
struct RandomWalkTests {
    private static let eventsPerSeed = 2_000
    private static let seedsPerBlock = 64

    @Test("no walk of a million events breaks a promise", arguments: 0..<8)
    func walks(block: Int) {
        let first = block * RandomWalkTests.seedsPerBlock
        var total = 0
        var visited: Set<String> = []
        for seed in first..<first + RandomWalkTests.seedsPerBlock {
            var world = SimulatedWorld(seed: UInt64(seed))
            world.narrates = RandomWalkTests.told == seed
            world.run(events: RandomWalkTests.eventsPerSeed)
            world.comeToRest()
            total += world.events
            visited.formUnion(world.visited)
            guard report(world, seed: seed) else { return }
        }
        #expect(total >= RandomWalkTests.eventsPerSeed * RandomWalkTests.seedsPerBlock)
        #expect(visited.count == 19, "a walk that does not come everywhere proves little: \(visited)")
    }

    /// Values of the world stay out of the expectation: it would describe them at great length.
    private func report(_ world: SimulatedWorld, seed: Int) -> Bool {
        guard let problem = world.problem else { return true }
        let place = "at event \(world.events), in state \(world.machine.subState)"
        Issue.record("\(problem), \(place); replay: CASTELLAN_WALK=\(seed) swift test --filter RandomWalk")
        return false
    }

    /// A failed walk is told event by event when `CASTELLAN_WALK` names its seed.
    private static let told: Int? = {
        guard let text = unsafe getenv("CASTELLAN_WALK") else { return nil }
        return Int(unsafe String(cString: text))
    }()
}

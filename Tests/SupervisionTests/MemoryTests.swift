import ServiceModel
import Supervision
import Testing

@Suite("A process killed for want of memory")
struct MemoryTests {
    private func policy(_ outOfMemory: ServicePolicy.OutOfMemory) -> ServicePolicy {
        ServicePolicy(.start).with { $0.outOfMemory = outOfMemory }
    }

    @Test("is told from one that somebody killed")
    func told() {
        var story = Story.running(policy(.continue))
        story.tell(.memoryRanOut, gives: [])
        story.tell(
            .killed(1, .kill),
            gives: ["record 1 start SIGKILL oom-kill", "signal all SIGTERM", "watch empty", "wake in 90000"]
        )
        story.tell(.emptied)
        story.expect("failed", .outOfMemory)
        #expect(story.machine.explanation == .because(.memoryRanOut))
    }

    @Test("was killed by somebody where the kernel did not")
    func untold() {
        var story = Story.running(policy(.stop))
        story.tell(.killed(1, .kill))
        story.tell(.emptied)
        story.expect("failed", .signal)
    }

    @Test("takes the service with it, asked to end or at once, or is let go, as OOMPolicy= says")
    func policies() {
        var stopped = Story.running(policy(.stop))
        stopped.tell(.memoryRanOut, gives: ["signal all SIGTERM", "wake in 90000"])
        stopped.tell(.exit(1, 0), gives: ["record 1 start 0 oom-kill", "watch empty"])
        stopped.tell(.emptied)
        stopped.expect("failed", .outOfMemory)
        var killed = Story.running(policy(.kill))
        killed.tell(.memoryRanOut, gives: ["kill all SIGKILL", "wake in 90000"])
        var unmoved = Story.running(policy(.continue))
        unmoved.tell(.memoryRanOut, gives: [])
        unmoved.tell(.exit(1, 1))
        unmoved.tell(.emptied)
        unmoved.expect("failed", .exitCode)
    }

    @Test("counts for its run and for no later one")
    func nextRun() {
        var story = Story.running(policy(.continue))
        story.tell(.memoryRanOut)
        story.tell(.restart)
        story.tell(.exit(1, 0))
        story.tell(.emptied)
        story.tell(.accepted(2))
        story.tell(.killed(2, .kill))
        story.tell(.emptied)
        story.expect("failed", .signal)
    }
}

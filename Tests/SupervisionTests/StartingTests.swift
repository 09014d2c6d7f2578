import ServiceModel
import Supervision
import Testing

@Suite("Starting")
struct StartingTests {
    @Test("a simple service is up as soon as its helper is spawned")
    func simple() {
        var story = Story()
        story.tell(.start, gives: ["begin", "launch 1 start", "wake in 90000"])
        story.expect("start")
        story.tell(.accepted(1), gives: ["start done", "no wake"])
        story.expect("running", .success)
        story.tell(.executed(1), gives: [])
    }

    @Test("an exec service is up when its program has been executed, not before")
    func exec() {
        var story = Story(ServicePolicy(.start, startup: .exec))
        story.tell(.start, gives: ["begin", "launch 1 start", "wake in 90000"])
        story.tell(.accepted(1), gives: [])
        story.expect("start")
        story.tell(.executed(1), after: 5, gives: ["start done", "no wake"])
        story.expect("running")
    }
}

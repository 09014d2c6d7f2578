import ServiceModel
import Supervision
import Testing

/// A scenario in simulated time: each line is an event and the effects it must have, no more and no fewer.
struct Story {
    var machine = ServiceMachine()
    var policy: ServicePolicy
    var now = Instant(microseconds: 1_000_000)

    init(_ policy: ServicePolicy = ServicePolicy(.start)) {
        self.policy = policy
    }

    mutating func tell(
        _ event: Event,
        after milliseconds: UInt64 = 0,
        gives expected: [String],
        at location: Testing.SourceLocation = #_sourceLocation
    ) {
        let lines = EffectText.lines(effects(of: event, after: milliseconds), now: now)
        #expect(lines == expected, "\(event)", sourceLocation: location)
    }

    /// An event whose effects are another test's business.
    mutating func tell(_ event: Event, after milliseconds: UInt64 = 0) {
        _ = effects(of: event, after: milliseconds)
    }

    mutating func effects(of event: Event, after milliseconds: UInt64 = 0) -> [Effect] {
        now = now + .milliseconds(milliseconds)
        return machine.handle(event, policy, at: now)
    }

    func expect(
        _ state: String,
        _ result: ServiceResult? = nil,
        at location: Testing.SourceLocation = #_sourceLocation
    ) {
        #expect(machine.subState == state, sourceLocation: location)
        if let result { #expect(machine.result == result, sourceLocation: location) }
    }

    /// Starts a service and brings its only main process up, as process 1.
    static func running(_ policy: ServicePolicy = ServicePolicy(.start)) -> Story {
        var story = Story(policy)
        story.tell(.start)
        story.tell(.accepted(1))
        story.tell(.executed(1))
        #expect(story.machine.subState == "running")
        return story
    }
}

extension ServicePolicy {
    /// A policy with one command of each of these kinds; a kind named twice has two.
    init(_ kinds: CommandKind..., startup: Startup = .simple) {
        self.init()
        self.startup = startup
        for kind in kinds { commands[Int(kind.rawValue)].ignoresFailure.append(false) }
    }

    /// The same policy with some of it changed.
    func with(_ change: (inout ServicePolicy) -> Void) -> ServicePolicy {
        var policy = self
        change(&policy)
        return policy
    }

    mutating func ignoreFailures(of kind: CommandKind) {
        let count = commands(of: kind).count
        commands[Int(kind.rawValue)] = Commands(ignoresFailure: Array(repeating: true, count: count))
    }
}

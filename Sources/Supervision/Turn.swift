import ServiceModel

/// One event being dealt with: what holds while it lasts, and the effects it has had so far.
struct Turn {
    let policy: ServicePolicy
    let now: Instant
    private(set) var effects: [Effect] = []

    init(_ policy: ServicePolicy, at now: Instant) {
        self.policy = policy
        self.now = now
    }

    mutating func emit(_ effect: Effect) {
        effects.append(effect)
    }
}

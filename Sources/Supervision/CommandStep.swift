package import ServiceModel

/// One command of a phase: under way, or waiting to be tried again because no helper could be spawned for it.
package struct CommandStep: Hashable, Sendable {
    package let index: UInt16
    /// How often in a row the spawn was refused.
    package let refusals: UInt8
    /// When the command has had its time.
    package let deadline: Instant
    /// When a refused spawn is tried again; `.never` while the command is under way.
    package let retryAt: Instant

    package init(index: UInt16, refusals: UInt8 = 0, deadline: Instant, retryAt: Instant = .never) {
        self.index = index
        self.refusals = refusals
        self.deadline = deadline
        self.retryAt = retryAt
    }

    package var isWaiting: Bool { retryAt != .never }

    /// When something has to be decided about the command.
    package var wake: Instant { min(deadline, retryAt) }
}

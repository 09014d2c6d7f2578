package import ServiceModel

/// Why a service is in the state it is in, as a value that a client turns into a sentence.
package enum Reason: Hashable, Sendable {
    case because(Cause)
    /// Up, or on its way, by an automatic restart: what ended the run before, and which restart this is.
    case restarted(after: Cause, restart: UInt32)
    /// Waiting out the delay before an automatic restart.
    case restarting(after: Cause, restart: UInt32, at: Instant)
    /// No helper could be spawned for want of a resource.
    case retryingSpawn(CommandReference, at: Instant)
}

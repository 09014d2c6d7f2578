package import ServiceModel

/// One service's life as a value: events in, effects out. It knows no clock, no process and no file.
package struct ServiceMachine: Equatable, Sendable {
    package init() {}

    // MARK: wishes

    package mutating func start(policy: ServicePolicy, at now: Instant) -> [Effect] { [] }
    package mutating func stop(policy: ServicePolicy, at now: Instant) -> [Effect] { [] }
    package mutating func restart(policy: ServicePolicy, at now: Instant) -> [Effect] { [] }
    package mutating func reload(policy: ServicePolicy, at now: Instant) -> [Effect] { [] }
    package mutating func resetFailed(policy: ServicePolicy, at now: Instant) -> [Effect] { [] }

    // MARK: what happens

    /// A helper was spawned for the command: what a simple service waits for. Every other answer but
    /// `spawnRefused` implies it.
    package mutating func launchAccepted(_ token: ProcessToken, policy: ServicePolicy, at now: Instant) -> [Effect] { [] }
    /// The helper executed the command's program.
    package mutating func launchSucceeded(_ token: ProcessToken, policy: ServicePolicy, at now: Instant) -> [Effect] { [] }
    /// The helper reported a failed step; its exit follows as `processExited`.
    package mutating func launchFailed(
        _ token: ProcessToken, _ failure: LaunchFailure, policy: ServicePolicy, at now: Instant
    ) -> [Effect] { [] }
    /// No helper could be spawned for want of a resource (EAGAIN, ENOMEM, EMFILE, ENFILE): tried again, 100 ms
    /// to 2 s later, never counted against the service.
    package mutating func spawnRefused(_ token: ProcessToken, policy: ServicePolicy, at now: Instant) -> [Effect] { [] }
    package mutating func processExited(
        _ token: ProcessToken, _ status: ExitStatus, policy: ServicePolicy, at now: Instant
    ) -> [Effect] { [] }
    /// The answer to `watchEmpty`.
    package mutating func emptied(policy: ServicePolicy, at now: Instant) -> [Effect] { [] }
    /// The moment of the last `wake(at:)` came.
    package mutating func timeReached(policy: ServicePolicy, at now: Instant) -> [Effect] { [] }
}

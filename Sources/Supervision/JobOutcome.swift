package import ServiceModel

/// How a job ended. Every job ends in exactly one of these.
package enum JobOutcome: Hashable, Sendable {
    case done
    /// A condition command said no: not started, not failed.
    case skipped
    case failed(ServiceResult)
    /// A later wish took its place.
    case cancelled
    /// There was nothing to do: already running, already stopped.
    case alreadyDone
    /// Not possible in this state, such as a reload of a service that is not running or has no reload command.
    case notApplicable
}

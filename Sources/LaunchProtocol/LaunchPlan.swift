package import ServiceModel

/// Everything about a unit's launches that is known when it is loaded. Encoded once, into the compiled set;
/// the daemon forwards the bytes and never decodes them.
package struct LaunchPlan: Hashable, Sendable {
    package var identity = Identity()
    package var capabilities = CapabilityRequest()
    /// At most two: an allow-list and a deny-list.
    package var filters: [FilterProgram] = []
    package var limits: [ResourceLimit] = []
    package var scheduling = Scheduling()
    package var properties = ProcessProperties()
    package var files = FileLayout()
    package var environment = EnvironmentRequest()
    package var credentials: [Credential] = []
    package var streams = StandardStreams()
    package var openFiles: [OpenFile] = []

    package init() {}
}

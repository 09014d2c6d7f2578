/// What a unit's `[Service]` section asks of the environment its commands run in, as written: before anything
/// is planned, resolved or applied.
package struct ExecutionRequest: Hashable, Sendable {
    package var identity = Identity()
    package var capabilities = CapabilityRequest()
    package var systemCalls = SystemCallRequest()
    package var restrictions = RestrictionRequest()
    package var limits: [ResourceLimit] = []
    package var scheduling = Scheduling()
    package var properties = ProcessProperties()
    package var files = FileLayout()
    package var protection = FileProtection()
    package var kernel: KernelProtection = []
    package var namespaces = NamespaceRequest()
    package var resources = ResourceControl()
    package var access = AccessControl()
    package var environment = EnvironmentRequest()
    package var credentials: [Credential] = []
    package var streams = StandardStreams()
    package var openFiles: [OpenFile] = []

    package init() {}
}

package import ServiceModel

/// What only the running daemon knows of one launch.
package struct LaunchContext: Hashable, Sendable {
    /// Bases of the service directories, indexed by `DirectoryKind.rawValue`, such as `/run` and `/var/lib`.
    package var directoryBases: [String] = []
    package var unit = ""
    package var invocation = InvocationID.none
    /// The cgroup directory to enter, absolute; nil where none could be made.
    package var controlGroup: String?
    /// The leased user and group of a unit with `DynamicUser=`.
    package var dynamicUser: UInt32?
    /// Variables of the supervisor's own (`INVOCATION_ID`, `MAINPID`, `SERVICE_RESULT`, …), in order.
    package var variables: [EnvironmentRequest.Assignment] = []
    /// The daemon's own environment, of which `PassEnvironment=` may take.
    package var managerEnvironment: [EnvironmentRequest.Assignment] = []
    /// Absolute, made by the helper; nil when the unit has no credentials.
    package var credentialsDirectory: String?

    package init() {}
}

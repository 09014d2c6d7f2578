package import ServiceModel
package import Wire

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
    /// User ids leased to others, none of which the unit's may be.
    package var lentUsers: [UInt32] = []
    /// Variables of the supervisor's own (`INVOCATION_ID`, `MAINPID`, `SERVICE_RESULT`, …), in order.
    package var variables: [EnvironmentRequest.Assignment] = []
    /// The daemon's own environment, of which `PassEnvironment=` may take.
    package var managerEnvironment: [EnvironmentRequest.Assignment] = []
    /// The limit on open files where the unit sets none; nil: the supervisor's own.
    package var openFiles: ResourceLimit?
    /// Absolute, made by the helper; nil when the unit has no credentials.
    package var credentialsDirectory: String?
    /// Absolute, made by the helper: where the unit's own /tmp and /var/tmp lie.
    package var temporaryDirectory = ""
    /// The unit's main process, while the daemon has not reaped it: who is launched beside it shares its namespaces.
    package var mainProcess: Int32?
    /// Prepared in advance: the helper does everything but the exec, and waits for a word on its socket.
    package var standsBy = false

    package init() {}
}

extension LaunchContext {
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 512)
        writer.write(directoryBases)
        writer.write(unit)
        writer.write(invocation.high)
        writer.write(invocation.low)
        writer.write(controlGroup) { $0.write($1) }
        writer.write(dynamicUser) { $0.write($1) }
        writer.write(lentUsers) { $0.write($1) }
        writer.write(variables) { $1.encode(into: &$0) }
        writer.write(managerEnvironment) { $1.encode(into: &$0) }
        writer.write(openFiles) { $1.encode(into: &$0) }
        writer.write(credentialsDirectory) { $0.write($1) }
        writer.write(temporaryDirectory)
        writer.write(mainProcess) { $0.write(UInt32($1)) }
        writer.write(standsBy)
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = ByteReader(bytes)
        self.init()
        directoryBases = try reader.strings()
        unit = try reader.string()
        invocation = InvocationID(high: try reader.number(), low: try reader.number())
        controlGroup = try reader.optionalString()
        dynamicUser = try reader.optionalNumber()
        lentUsers = try reader.list { (reader) throws(WireError) in try reader.number(UInt32.self) }
        variables = try reader.list(EnvironmentRequest.Assignment.init(from:))
        managerEnvironment = try reader.list(EnvironmentRequest.Assignment.init(from:))
        openFiles = try reader.optional(ResourceLimit.init(from:))
        credentialsDirectory = try reader.optionalString()
        temporaryDirectory = try reader.string()
        mainProcess = try reader.optionalNumber().flatMap { (number: UInt32) in Int32(exactly: number) }
        standsBy = try reader.flag()
        try reader.finish()
    }
}

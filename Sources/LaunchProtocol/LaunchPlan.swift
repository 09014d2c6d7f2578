package import ServiceModel
package import Wire

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
    /// What the service's own tree of files differs in from the host's; nil: it sees the host's.
    package var mounts: [MountEntry]?
    package var namespaces = NamespaceRequest()
    package var environment = EnvironmentRequest()
    package var credentials: [Credential] = []
    package var streams = StandardStreams()
    package var openFiles: [OpenFile] = []

    package init() {}
}

extension LaunchPlan {
    package func encoded() -> [UInt8] {
        let parts = encodedParts()
        return parts.head + parts.filters
    }

    /// The encoding in two parts. Many units share their filter programs, which are the bulk of a plan, and
    /// little else: the compiled set keeps equal parts once.
    package func encodedParts() -> (head: [UInt8], filters: [UInt8]) {
        var head = ByteWriter(reserving: 1024)
        identity.encode(into: &head)
        capabilities.encode(into: &head)
        head.write(limits) { $1.encode(into: &$0) }
        scheduling.encode(into: &head)
        properties.encode(into: &head)
        files.encode(into: &head)
        head.write(mounts) { $0.write($1) { $1.encode(into: &$0) } }
        namespaces.encode(into: &head)
        environment.encode(into: &head)
        head.write(credentials) { $1.encode(into: &$0) }
        streams.encode(into: &head)
        head.write(openFiles) { $1.encode(into: &$0) }
        var tail = ByteWriter()
        tail.write(filters) { $1.encode(into: &$0) }
        return (head.bytes, tail.bytes)
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = ByteReader(bytes)
        self.init()
        identity = try Identity(from: &reader)
        capabilities = try CapabilityRequest(from: &reader)
        limits = try reader.list(ResourceLimit.init(from:))
        scheduling = try Scheduling(from: &reader)
        properties = try ProcessProperties(from: &reader)
        files = try FileLayout(from: &reader)
        mounts = try reader.optional { (reader) throws(WireError) in try reader.list(MountEntry.init(from:)) }
        namespaces = try NamespaceRequest(from: &reader)
        environment = try EnvironmentRequest(from: &reader)
        credentials = try reader.list(Credential.init(from:))
        streams = try StandardStreams(from: &reader)
        openFiles = try reader.list(OpenFile.init(from:))
        filters = try reader.list(FilterProgram.init(from:))
        try reader.finish()
    }
}

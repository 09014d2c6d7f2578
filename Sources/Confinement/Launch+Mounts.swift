import LaunchProtocol
import LinuxSystem
import ServiceModel

/// The tree of files as this service alone sees it.
extension Launch {
    func enterNamespaces() throws(StepFailure) {
        guard isRestricted else { return }
        if plan.properties.hasOwnHostNames {
            try about("host name namespace") { () throws(SystemError) in try HostNames.leaveHosts() }
        }
        try enterNetwork()
        if plan.namespaces.hasOwnIPC { try enter(.ipc, "IPC namespace") }
        if let wishes = plan.mounts { try arrangeMounts(wishes) }
    }

    private func enterNetwork() throws(StepFailure) {
        if let path = plan.namespaces.networkPath {
            let file = try namespaceFile(path)
            try about(path) { () throws(SystemError) in try OwnNamespaces.enter(file, .network) }
        } else if plan.namespaces.hasOwnNetwork, try enter(.network, "network namespace") {
            try about("loopback") { () throws(SystemError) in try OwnNamespaces.raiseLoopback() }
        }
    }

    /// What the kernel lists of a process is no link that could lead anywhere, though it is shown as one.
    private func namespaceFile(_ path: String) throws(StepFailure) -> FileDescriptor {
        let names = path.fields(at: "/")
        if names.count == 4, names[0] == "proc", names[2] == "ns" {
            return try about(path) { () throws(SystemError) in try FileDescriptor.open(path, .readOnly) }
        }
        return try SupervisorFile.openToRead(path, for: visitor)
    }

    /// How often the main process is looked at until it has its own, a thousand times a second.
    private static let patience = 10_000

    /// The unit's, where its main process has it; a new one otherwise, which is told.
    @discardableResult
    private func enter(_ kind: OwnNamespaces.Kind, _ subject: String) throws(StepFailure) -> Bool {
        try about(subject) { () throws(SystemError) in
            guard let main = context.mainProcess else {
                try OwnNamespaces.leaveHosts(kind)
                return true
            }
            let hosts = try OwnNamespaces.current(kind)
            let process = try ProcessControl.open(pid: main)
            // A service of Type=simple counts as started before its helper has come to this step.
            for _ in 0..<Launch.patience {
                try OwnNamespaces.enter(process, kind)
                if !(try OwnNamespaces.current(kind).isSameFile(as: hosts)) { return false }
                Clock.pause(milliseconds: 1)
            }
            throw SystemError(call: "setns", errno: Errno.wouldBlock)
        }
    }

    /// Every path is looked up before anything is mounted, and what is mounted there was copied by then: a directory
    /// that can be written below one that cannot is the host's, with the host's rights.
    private func arrangeMounts(_ wishes: [MountEntry]) throws(StepFailure) {
        try guardOpenFiles(isExecutable: !wishes.contains { $0.isExecutable == false })
        try about("mount namespace") { () throws(SystemError) in
            try OwnMounts.leaveHosts()
        }
        let descriptors = try about("") { () throws(SystemError) in try DescriptorLimit.raise() }
        var places = MountPlaces(temporaryDirectory: context.temporaryDirectory)
        var found: [MountEntry] = []
        for wish in wishes.filter({ $0.content.isOther }).sorted(by: MountEntry.isShallower)
            + wishes.filter({ !$0.content.isOther })
        {
            if let entry = try places.resolve(wish) { found.append(entry) }
        }
        for path in ownDirectories {
            var wish = MountEntry(path)
            wish.isReadOnly = false
            if places.hides(path) { wish = MountEntry(path, .bound(path, isRecursive: true)) }
            if let entry = try places.resolve(wish) { found.append(entry) }
        }
        let arrangement = MountArrangement(found)
        if let path = arrangement.missing.first {
            throw StepFailure(errno: Errno.noEntry, "\(path), where the unit sees nothing of the host's,")
        }
        var builder = MountBuilder(arrangement, places)
        try builder.build()
        if let whole = arrangement.entries.first, whole.path == "/" { try restrictAll(whole) }
        try builder.attach()
        // Not before: with the mounts of a host that shares them, what is attached would be the host's too.
        if let way = plan.properties.mountPropagation {
            try about("/") { () throws(SystemError) in try OwnMounts.propagate(OwnMounts.Propagation(way)) }
        }
        try about("") { () throws(SystemError) in try descriptors.restore() }
    }

    /// What the unit's directories are for is to be written.
    private var ownDirectories: [String] {
        FileLayout.DirectoryKind.allCases.filter { $0 != .configuration }.flatMap { kind in
            directories[Int(kind.rawValue)]
        }
    }

    /// A file that was opened to be read could be opened again through /proc, to be written: by the rights of the
    /// mount on which it was opened, which is the host's.
    private func guardOpenFiles(isExecutable: Bool) throws(StepFailure) {
        let attributes: MountAttributes = isExecutable ? .readOnly : [.readOnly, .noExecution]
        for number in [0, 1, 2] + namedDescriptors.numbers {
            try about("descriptor \(number)") { () throws(SystemError) in
                try OwnMounts.reopen(number, with: attributes)
            }
        }
    }

    private func restrictAll(_ whole: MountEntry) throws(StepFailure) {
        guard whole.content == .kept else { throw StepFailure(errno: Errno.invalid, "/ cannot be hidden") }
        var attributes: MountAttributes = whole.isReadOnly == true ? .readOnly : []
        if whole.isExecutable == false { attributes.insert(.noExecution) }
        guard !attributes.isEmpty else { return }
        try about("/") { () throws(SystemError) in try OwnMounts.restrictAll(attributes) }
    }
}

extension MountEntry {
    /// Whose place another one's may lie in.
    fileprivate static func isShallower(_ first: MountEntry, _ second: MountEntry) -> Bool {
        first.path.utf8.count < second.path.utf8.count
    }
}

/// The soft limit on open descriptors, raised for as long as many are held at once.
private struct DescriptorLimit {
    private static let kind = ResourceLimit.Kind.openFiles.rawValue
    private let soft: UInt64
    private let hard: UInt64

    static func raise() throws(SystemError) -> DescriptorLimit {
        let (soft, hard) = try OwnLimits.values(kind)
        try OwnLimits.set(kind, soft: hard, hard: hard)
        return DescriptorLimit(soft: soft, hard: hard)
    }

    func restore() throws(SystemError) { try OwnLimits.set(DescriptorLimit.kind, soft: soft, hard: hard) }
}

extension OwnMounts.Propagation {
    fileprivate init(_ wanted: MountPropagation) {
        self =
            switch wanted {
            case .shared: .shared
            case .slave: .slave
            case .private: .private
            }
    }
}

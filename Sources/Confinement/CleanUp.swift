import LaunchProtocol
import LinuxSystem
import ServiceModel

/// What is left to do after a unit ended: its runtime directories and its credentials go.
struct CleanUp {
    let context: LaunchContext
    let plan: LaunchPlan

    /// The innermost directories and the links to them; those above may hold other services' directories.
    func removeRuntimeDirectories() throws(StepFailure) {
        guard plan.files.runtimePreservation != .yes else { return }
        for directory in plan.files.directories where directory.kind == .runtime {
            guard let base = context.directoryBases.first else {
                throw StepFailure(errno: Errno.badMessage, "the job names no base for these directories")
            }
            for link in directory.links { try removeLink(link, below: base) }
            try removeDirectory(directory.name, below: base)
        }
    }

    func removeCredentials() throws(StepFailure) {
        guard !plan.credentials.isEmpty, let directory = context.credentialsDirectory else { return }
        try removeDirectory(directory, below: "/")
    }

    /// What the unit's own /tmp and /var/tmp hold.
    func removeTemporary() throws(StepFailure) {
        guard plan.mounts?.contains(where: { $0.isUnitsOwn }) ?? false else { return }
        try removeDirectory(context.temporaryDirectory, below: "/")
    }

    private func removeLink(_ path: String, below base: String) throws(StepFailure) {
        try visit(path, below: base) { (name, walk) throws(StepFailure) in
            try about(path) { () throws(SystemError) in
                guard try walk.directory.status(of: name).kind == .symbolicLink else { return }
                try walk.directory.removeFile(name)
            }
        }
    }

    /// Where somebody else can arrange what has which name, the service's user must own what is emptied.
    private func removeDirectory(_ path: String, below base: String) throws(StepFailure) {
        try visit(path, below: base) { (name, walk) throws(StepFailure) in
            let owner = walk.isTrusted ? nil : try serviceUser()
            try about(path) { () throws(SystemError) in
                try TreeRemoval.remove(name, in: walk.directory, ownedBy: owner)
            }
        }
    }

    private func serviceUser() throws(StepFailure) -> UInt32 {
        try AccountResolution(identity: plan.identity, context: context).account(withLogin: false).uid
    }

    /// What is not there needs no visit.
    private func visit(
        _ path: String,
        below base: String,
        _ body: (EntryName, borrowing TrustedWalk) throws(StepFailure) -> Void
    ) throws(StepFailure) {
        let (parent, name) = SupervisorFile.split(path)
        do throws(StepFailure) {
            var walk = try TrustedWalk(for: nil)
            try walk.enter(base)
            try walk.enter(parent.rest(after: "/") ?? parent)
            try body(EntryName(name), walk)
        } catch {
            guard error.errno == Errno.noEntry else { throw error }
        }
    }
}

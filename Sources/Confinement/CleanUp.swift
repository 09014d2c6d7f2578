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
            for link in directory.links { try remove(link, below: base, onlyLink: true) }
            try remove(directory.name, below: base, onlyLink: false)
        }
    }

    func removeCredentials() throws(StepFailure) {
        guard !plan.credentials.isEmpty, let directory = context.credentialsDirectory else { return }
        let (parent, name) = SupervisorFile.split(directory)
        try remove(name, below: String(parent), onlyLink: false)
    }

    private func remove(_ path: String, below base: String, onlyLink: Bool) throws(StepFailure) {
        let (parent, name) = SupervisorFile.split(path)
        do throws(StepFailure) {
            var walk = try TrustedWalk()
            try walk.enter(base)
            try walk.enter(parent.hasPrefix("/") ? parent.dropFirst() : parent)
            try remove(EntryName(name), in: walk.directory, onlyLink: onlyLink)
        } catch {
            guard error.errno == Errno.noEntry else { throw error }
        }
    }

    private func remove(
        _ name: EntryName,
        in directory: borrowing FileDescriptor,
        onlyLink: Bool
    ) throws(StepFailure) {
        try about(name.text) { () throws(SystemError) in
            if onlyLink, try directory.status(of: name).kind != .symbolicLink { return }
            try TreeRemoval.remove(name, in: directory)
        }
    }
}

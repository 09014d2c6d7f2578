import LaunchProtocol
import LinuxSystem
import ServiceModel

/// Directories and credentials: made by the supervisor, owned by the service's user.
extension Launch {
    mutating func makeDirectories(_ kind: FileLayout.DirectoryKind) throws(StepFailure) {
        let wanted = plan.files.directories.filter { $0.kind == kind }
        guard !wanted.isEmpty else { return }
        let index = Int(kind.rawValue)
        guard index < context.directoryBases.count else {
            throw StepFailure(errno: Errno.badMessage, "the job names no base for these directories")
        }
        let maker = ServiceDirectoryMaker(
            base: context.directoryBases[index],
            kind: kind,
            mode: UInt32(plan.files.directoryModes[index]),
            visitor: visitor
        )
        for directory in wanted {
            let path = try maker.make(directory)
            if !directories[index].contains(path) { directories[index].append(path) }
        }
    }

    mutating func writeCredentials() throws(StepFailure) {
        guard !plan.credentials.isEmpty else { return }
        guard let directory = context.credentialsDirectory else {
            throw StepFailure(errno: Errno.badMessage, "the job names no directory for credentials")
        }
        let writer = CredentialWriter(directory: directory, visitor: visitor)
        try writer.write(plan.credentials)
        hasCredentials = true
    }
}

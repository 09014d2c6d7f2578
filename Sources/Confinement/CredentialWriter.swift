import LinuxSystem
import ServiceModel

/// Writes the credentials of a unit into a directory that only its user can enter.
///
/// A whole new directory is filled beside the old one and takes its place in one instant, so that a running
/// service whose unit reloads never sees half a set, and nothing of an earlier set stays.
struct CredentialWriter {
    /// Per credential; more is no secret but a data set.
    static let sizeLimit = 1 << 20

    let directory: String
    let visitor: Visitor

    func write(_ credentials: [Credential]) throws(StepFailure) {
        let (parentPath, name) = SupervisorFile.split(directory)
        let parent = try openParent(String(parentPath))
        let newName = "." + name + ".new"
        try about(directory) { () throws(SystemError) in
            try TreeRemoval.remove(EntryName(newName), in: parent)
            _ = try parent.makeDirectory(EntryName(newName), mode: 0o700)
        }
        try fill(newName, in: parent, credentials)
        try about(directory) { () throws(SystemError) in
            do throws(SystemError) {
                try parent.exchange(EntryName(newName), with: EntryName(name))
                try TreeRemoval.remove(EntryName(newName), in: parent)
            } catch {
                guard error.errno == Errno.noEntry else { throw error }
                try parent.rename(EntryName(newName), to: EntryName(name))
            }
        }
    }

    private func openParent(_ path: String) throws(StepFailure) -> FileDescriptor {
        // Passable but not listable: which units have credentials is nobody's business.
        try about(path) { () throws(SystemError) in
            let parent = path.ends(with: "/") ? String(Substring(path.utf8.dropLast())) : path
            do throws(SystemError) {
                return try FileDescriptor.open(parent, [.readOnly, .directory, .noFollow])
            } catch {
                guard error.errno == Errno.noEntry else { throw error }
            }
            try StateFile.makeDirectory(parent, mode: 0o711)
            try StateFile.changeMode(parent, 0o711)
            return try FileDescriptor.open(parent, [.readOnly, .directory, .noFollow])
        }
    }

    private func fill(
        _ name: String,
        in parent: borrowing FileDescriptor,
        _ credentials: [Credential]
    ) throws(StepFailure) {
        let place = try about(directory) { () throws(SystemError) in
            try parent.open(EntryName(name), [.readOnly, .directory, .noFollow], resolve: .noLinks)
        }
        for (name, bytes) in try contents(of: credentials) {
            try about(directory + "/" + name) { () throws(SystemError) in
                let file = try place.open(EntryName(name), [.writeOnly, .create, .exclusive], mode: 0o400)
                try file.writeAll(bytes)
                try handOver(file, mode: 0o400)
            }
        }
        try about(directory) { () throws(SystemError) in try handOver(place, mode: 0o500) }
    }

    private func handOver(_ file: borrowing FileDescriptor, mode: UInt32) throws(SystemError) {
        try file.changeMode(mode)
        let account = visitor.account
        let status = try file.status()
        if status.owner != account.uid || status.group != account.gid {
            try file.changeOwner(uid: account.uid, gid: account.gid)
        }
    }

    /// A file that is found wins over bytes of the same name; one that is not is only forgiven where there
    /// are such bytes. A credential that the unit names itself wins over one that a directory brings.
    private func contents(
        of credentials: [Credential]
    ) throws(StepFailure) -> [(name: String, bytes: [UInt8])] {
        var found: [(name: String, bytes: [UInt8])] = []
        for credential in credentials where !found.contains(where: { $0.name == credential.name }) {
            let sources = credentials.filter { $0.name == credential.name }.map { $0.source }
            for file in try files(from: sources, of: credential.name) {
                let isTaken = found.contains { $0.name == file.name }
                let isNamed =
                    file.name != credential.name && credentials.contains { $0.name == file.name }
                if !isTaken, !isNamed { found.append(file) }
            }
        }
        return found
    }

    private func files(
        from sources: [Credential.Source],
        of name: String
    ) throws(StepFailure) -> [(name: String, bytes: [UInt8])] {
        var inline: [UInt8]?
        var missing: StepFailure?
        for source in sources {
            switch source {
            case .inline(let bytes):
                inline = bytes
            case .file(let path):
                do throws(StepFailure) {
                    return try read(path, as: name)
                } catch {
                    guard error.errno == Errno.noEntry else { throw error }
                    missing = error
                }
            }
        }
        if let inline { return [(name, inline)] }
        throw missing ?? StepFailure(errno: Errno.noEntry, "credential \(name)")
    }

    /// A file is one credential, a directory as many as it has files.
    private func read(
        _ path: String,
        as name: String
    ) throws(StepFailure) -> [(name: String, bytes: [UInt8])] {
        let file = try SupervisorFile.openToRead(path, for: visitor)
        let status = try about(path) { () throws(SystemError) in try file.status() }
        if status.kind == .directory {
            var directory = CredentialDirectory(for: visitor)
            try directory.read(file, at: path, as: name)
            return directory.files
        }
        let bytes = try about(path) { () throws(SystemError) in
            try file.contents(upTo: CredentialWriter.sizeLimit)
        }
        return [(name, bytes)]
    }
}

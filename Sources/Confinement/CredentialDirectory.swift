import LinuxSystem

/// What lies below a directory that `LoadCredential=` names: every file is a credential of its own, called after
/// the directory's name and the path below it, as in `tls_live_key.pem`. Links, hidden files and what is no file
/// are left out, as systemd leaves them out.
struct CredentialDirectory {
    /// Secrets lie flat; a deeper tree is not what the unit means.
    private static let maximumDepth = 8

    let visitor: Visitor
    private(set) var files: [(name: String, bytes: [UInt8])] = []
    /// The bound of one credential holds for all of a directory.
    private var remaining = CredentialWriter.sizeLimit

    init(for visitor: Visitor) { self.visitor = visitor }

    mutating func read(
        _ directory: borrowing FileDescriptor,
        at path: String,
        as name: String,
        depth: Int = 0
    ) throws(StepFailure) {
        guard depth < CredentialDirectory.maximumDepth else {
            throw StepFailure(errno: Errno.fileTooLarge, "\(path) lies too deep for a credential")
        }
        for entry in try names(in: directory, path) {
            let status = try about(path) { () throws(SystemError) in try directory.status(of: entry) }
            guard status.kind == .regular || status.kind == .directory else { continue }
            let place = path + "/" + entry.text
            let file = try SupervisorFile.openToRead(place, for: visitor)
            if status.kind == .directory {
                try read(file, at: place, as: name + "_" + entry.text, depth: depth + 1)
            } else {
                try take(file, at: place, as: name + "_" + entry.text)
            }
        }
    }

    private func names(
        in directory: borrowing FileDescriptor,
        _ path: String
    ) throws(StepFailure) -> [EntryName] {
        var names: [EntryName] = []
        while let more = try about(path, { () throws(SystemError) in try directory.nextNames() }) {
            names += more.filter { $0.text.utf8.first != UInt8(ascii: ".") }
        }
        return names.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    }

    private mutating func take(
        _ file: borrowing FileDescriptor,
        at path: String,
        as name: String
    ) throws(StepFailure) {
        guard name.utf8.count < 256, name.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw StepFailure(errno: Errno.invalid, "\(path): no name for a credential")
        }
        let limit = remaining
        let bytes = try about(path) { () throws(SystemError) in try file.contents(upTo: limit) }
        remaining -= bytes.count
        files.append((name, bytes))
    }
}

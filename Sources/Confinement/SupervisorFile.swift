import LinuxSystem

/// A file that a unit names and the supervisor opens for it: a log, an input, an environment, a secret.
///
/// Where only root and the supervisor can write, all the way from the root, the file is opened as the
/// administrator means it: links are followed and devices and pipes are fine. Elsewhere somebody may have
/// prepared the name. There the last component is never a link, the file is an ordinary one with one name, so that no
/// hard link stands for another file, and where the service itself can write any directory of the path, or another user owns one, it is
/// opened with the service's own rights: it then gets nothing that it could not have opened alone. Truncation
/// waits until all of this is known.
struct SupervisorFile {
    let path: String
    let flags: OpenFlags
    let visitor: Visitor

    func open() throws(StepFailure) -> FileDescriptor {
        var walk = try TrustedWalk(for: visitor)
        var rest = path
        // The last component may be a link, and so may what it points to.
        while true {
            let (parent, name) = SupervisorFile.split(rest)
            guard !name.isEmpty, name != ".." else { throw StepFailure(errno: Errno.isDirectory, path) }
            do throws(StepFailure) {
                try walk.enter(parent)
            } catch {
                throw StepFailure(errno: error.errno, "\(error.detail) on the way to \(path)")
            }
            guard walk.isTrusted else { return try openPrepared(name, walk) }
            guard try isLink(name, in: walk.directory) else { return try openPlain(name, in: walk.directory) }
            rest = try walk.linkTarget(of: name)
        }
    }

    /// For what is read to its end during the launch. A pipe is refused: its other end would decide whether there
    /// ever is a service.
    static func openToRead(
        _ path: String,
        for visitor: Visitor
    ) throws(StepFailure) -> FileDescriptor {
        let flags: OpenFlags = [.readOnly, .nonBlocking]
        let file = try SupervisorFile(path: path, flags: flags, visitor: visitor).open()
        let status = try about(path) { () throws(SystemError) in try file.status() }
        guard !status.isPipe else { throw StepFailure(errno: Errno.invalid, "\(path) is a pipe, not a file") }
        try about(path) { () throws(SystemError) in try file.makeBlocking() }
        return file
    }

    /// What stands before the last component and the component itself.
    static func split(_ path: String) -> (parent: Substring, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
        return (path[...slash], String(path[path.utf8.index(after: slash)...]))
    }

    private var mode: UInt32 { flags.contains(.create) ? 0o644 : 0 }

    private func isLink(_ name: String, in directory: borrowing FileDescriptor) throws(StepFailure) -> Bool {
        do {
            return try directory.status(of: EntryName(name)).kind == .symbolicLink
        } catch {
            if error.errno == Errno.noEntry, flags.contains(.create) { return false }
            throw StepFailure(error, about: path)
        }
    }

    private func openPlain(_ name: String, in directory: borrowing FileDescriptor) throws(StepFailure)
        -> FileDescriptor
    {
        do {
            return try directory.open(EntryName(name), flags.union(.noFollow), mode: mode)
        } catch {
            // A socket cannot be opened, only connected to: to this one, whatever the path leads to by then.
            guard error.errno == Errno.noDevice else { throw StepFailure(error, about: path) }
            return try about(path) { () throws(SystemError) in
                let socket = try directory.open(EntryName(name), [.path, .noFollow])
                return try FileDescriptor.connected(to: socket)
            }
        }
    }

    private func openPrepared(_ name: String, _ walk: borrowing TrustedWalk) throws(StepFailure)
        -> FileDescriptor
    {
        let file = try about(path) { () throws(SystemError) in try openCarefully(EntryName(name), walk) }
        let opened = try about(path) { () throws(SystemError) in try file.status() }
        guard opened.kind == .regular else {
            throw StepFailure(
                errno: Errno.accessDenied,
                "\(path) is no regular file, in a directory others can write"
            )
        }
        guard opened.links == 1 else {
            throw StepFailure(
                errno: Errno.hardLinked,
                "\(path) has other names, in a directory others can write"
            )
        }
        try about(path) { () throws(SystemError) in try file.makeBlocking() }
        return file
    }

    private func openCarefully(_ name: EntryName, _ walk: borrowing TrustedWalk) throws(SystemError)
        -> FileDescriptor
    {
        // Not blocking: a pipe planted here must not stop the launch.
        let careful = flags.union([.noFollow, .nonBlocking])
        guard walk.isArranged else {
            return try walk.directory.open(name, careful, mode: mode, resolve: .noMagicLinks)
        }
        return try visitor.open(name, in: walk.directory, careful, mode: mode)
    }
}

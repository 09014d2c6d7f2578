import LaunchProtocol
import LinuxSystem
import ServiceModel

/// The root, the program inside it, and the working directory.
extension Launch {
    /// The new root is opened, entered and made the root by one descriptor, so that no path is looked up
    /// twice; then the kernel is asked where we are. Where the service had a say in the way to it, it is
    /// entered with its rights.
    mutating func enterRoot() throws(StepFailure) {
        if isRestricted, let path = plan.files.rootDirectory, path != "/" {
            var walk = try TrustedWalk(for: visitor)
            do throws(StepFailure) {
                try walk.enter(path)
            } catch {
                throw StepFailure(errno: error.errno, "\(error.detail) on the way to \(path)")
            }
            try about(path) { () throws(SystemError) in try OwnRoot.change(to: walk.directory) }
            root = walk.status
        }
        try about("/") { () throws(SystemError) in try OwnRoot.changeDirectory(to: "/") }
        try checkWorkingDirectory()
    }

    /// A working directory outside the root is a way out of it.
    func checkWorkingDirectory() throws(StepFailure) {
        let path = try about("") { () throws(SystemError) in try OwnRoot.workingDirectory() }
        guard path.begins(with: "/") else {
            throw StepFailure(errno: Errno.noEntry, "the working directory is \(path)")
        }
    }

    /// The program is executed by its path, not by a descriptor: under a descriptor its name would be
    /// `/dev/fd/4` to itself and to everyone who looks, scripts would not run at all, and `execveat(2)` is a
    /// system call that allow-lists which let a service start (`@default` has `execve`) do not let through.
    /// Nothing is decided here that a change of the file in between could undo: rights are checked by the
    /// kernel, on exec.
    mutating func findExecutable() throws(StepFailure) {
        guard !command.arguments.isEmpty else {
            throw StepFailure(errno: Errno.invalid, "no argument vector")
        }
        program = try executablePath()
        // Laid out in memory now: under a small limit on memory it might come out incomplete.
        prepareImage()
    }

    private func executablePath() throws(StepFailure) -> String {
        if command.path.begins(with: "/") {
            try check(command.path)
            return command.path
        }
        guard !command.path.utf8.contains(UInt8(ascii: "/")) else {
            throw StepFailure(
                errno: Errno.invalid,
                "\(command.path) is neither an absolute path nor a bare name"
            )
        }
        let places = plan.files.searchPath.isEmpty ? Launch.defaultSearchPath : plan.files.searchPath
        var failure = StepFailure(
            errno: Errno.noEntry,
            "no program '\(command.path)' in \(places.joined(separator: ":"))"
        )
        for place in places {
            let path = place + "/" + command.path
            do throws(StepFailure) {
                try check(path)
                return path
            } catch {
                // A file that is there but cannot be executed says more than one that is not there.
                if error.errno != Errno.noEntry, error.errno != Errno.notDirectory { failure = error }
            }
        }
        throw failure
    }

    private func check(_ path: String) throws(StepFailure) {
        let file = try about(path) { () throws(SystemError) in try FileStatus.of(path) }
        switch file.kind {
        case .regular: break
        case .directory: throw StepFailure(errno: Errno.isDirectory, path)
        case .symbolicLink, .other: throw StepFailure(errno: Errno.accessDenied, "\(path) is no regular file")
        }
        guard file.mode & 0o111 != 0 else {
            throw StepFailure(errno: Errno.accessDenied, "\(path) is not executable")
        }
    }

    func enterWorkingDirectory() throws(StepFailure) {
        switch plan.files.workingDirectory {
        case nil: break
        case .home(let isOptional): try enter(account.home, isOptional: isOptional)
        case .path(let path, let isOptional): try enter(path, isOptional: isOptional)
        }
        try checkWorkingDirectory()
    }

    /// Optional forgives a directory that is missing, not one that may not be entered.
    private func enter(_ path: String, isOptional: Bool) throws(StepFailure) {
        do {
            try OwnRoot.changeDirectory(to: path)
        } catch {
            guard isOptional, error.errno == Errno.noEntry else { throw StepFailure(error, about: path) }
        }
    }
}

import LinuxSystem
import ServiceModel

/// Makes one directory of `StateDirectory=` and its siblings below its base, and hands it to the service's
/// user.
struct ServiceDirectoryMaker {
    let base: String
    let kind: FileLayout.DirectoryKind
    let mode: UInt32
    let visitor: Visitor

    private var account: Account { visitor.account }

    /// Returns the full path.
    func make(_ directory: FileLayout.ServiceDirectory) throws(StepFailure) -> String {
        var walk = try openBase()
        var reached = base
        let components = directory.name.fields(at: "/").map(String.init)
        guard !components.contains("..") else { throw StepFailure(errno: Errno.invalid, directory.name) }
        for (index, name) in components.enumerated() {
            reached += "/" + name
            try enter(name, isInnermost: index == components.count - 1, at: reached, &walk)
        }
        for link in directory.links { try makeLink(link, to: directory.name) }
        return reached
    }

    private func openBase() throws(StepFailure) -> TrustedWalk {
        var walk = try TrustedWalk(for: visitor)
        do throws(StepFailure) {
            try walk.enter(base)
            return walk
        } catch {
            guard error.errno == Errno.noEntry else { throw error }
        }
        try about(base) { () throws(SystemError) in try StateFile.makeDirectories(base, mode: 0o755) }
        var again = try TrustedWalk(for: visitor)
        try again.enter(base)
        return again
    }

    /// The directories above the innermost stay the supervisor's: they may hold those of other services. Not so below
    /// a directory of the service's, where the name of one proves nothing: there only what is the service's is
    /// taken for what was made earlier, and so all of it is given to it.
    private func enter(
        _ name: String,
        isInnermost: Bool,
        at path: String,
        _ walk: inout TrustedWalk
    ) throws(StepFailure) {
        let isNew = try about(path) { () throws(SystemError) in
            try walk.directory.makeDirectory(EntryName(name), mode: isInnermost ? 0o700 : 0o755)
        }
        let isLink = try about(path) { () throws(SystemError) in
            try walk.directory.status(of: EntryName(name)).kind == .symbolicLink
        }
        let isArranged = walk.isArranged
        try walk.enter(name)
        guard isInnermost || isArranged else { return }
        if isLink {
            try checkTarget(walk.status, path)
            return
        }
        let place = try about(path) { () throws(SystemError) in
            try walk.directory.open(".", [.readOnly, .directory])
        }
        if isArranged, walk.status.owner != account.uid, try !isEmpty(place, path) {
            guard kind != .configuration else { return }
            throw StepFailure(
                errno: Errno.accessDenied,
                "\(path) is user \(walk.status.owner)'s in a directory that others can change; give it to user "
                    + "\(account.uid) yourself if it is meant"
            )
        }
        // One on the way keeps the mode that it was made with, or that its owner has given it.
        try handOver(place, walk.status, mode: isInnermost ? mode : nil, isNew: isNew, path)
    }

    /// Whoever has given an empty directory a name could as well have made one.
    private func isEmpty(_ directory: borrowing FileDescriptor, _ path: String) throws(StepFailure) -> Bool {
        try about(path) { () throws(SystemError) in
            while let names = try directory.nextNames() {
                if !names.isEmpty { return false }
            }
            return true
        }
    }

    /// An administrator may keep a directory elsewhere and link to it. What lies there is not ours to give away: a link
    /// that points to the wrong place would give away that.
    private func checkTarget(_ status: FileStatus, _ path: String) throws(StepFailure) {
        guard kind != .configuration, status.owner != account.uid else { return }
        throw StepFailure(
            errno: Errno.accessDenied,
            "\(path) is a link to a directory of user \(status.owner)'s; give that to user \(account.uid) yourself if it "
                + "is meant"
        )
    }

    /// Ownership before mode: until the mode is opened up, only the present owner and we can enter.
    private func handOver(
        _ directory: borrowing FileDescriptor,
        _ status: FileStatus,
        mode: UInt32?,
        isNew: Bool,
        _ path: String
    ) throws(StepFailure) {
        if kind != .configuration, status.owner != account.uid || status.group != account.gid {
            let change = OwnerChange(from: status, to: account)
            if !isNew { try about(path) { () throws(SystemError) in try change.apply(below: directory) } }
            try about(path) { () throws(SystemError) in
                try directory.changeOwner(uid: account.uid, gid: account.gid)
            }
        }
        if let mode, UInt32(status.mode) != mode {
            try about(path) { () throws(SystemError) in try directory.changeMode(mode) }
        }
    }

    private func makeLink(_ link: String, to name: String) throws(StepFailure) {
        let (parent, entry) = SupervisorFile.split(link)
        var walk = try openBase()
        for component in parent.fields(at: "/").map(String.init) {
            try enter(component, isInnermost: false, at: base + "/" + parent, &walk)
        }
        let target = base + "/" + name
        do {
            try walk.directory.makeLink(EntryName(entry), to: target)
        } catch {
            guard error.errno == Errno.exists, try isLink(entry, to: target, in: walk.directory) else {
                throw StepFailure(error, about: base + "/" + link)
            }
        }
    }

    private func isLink(
        _ entry: String,
        to target: String,
        in directory: borrowing FileDescriptor
    ) throws(StepFailure) -> Bool {
        try about(base + "/" + entry) { () throws(SystemError) in
            guard try directory.status(of: EntryName(entry)).kind == .symbolicLink else { return false }
            return try directory.linkTarget(EntryName(entry)) == target
        }
    }
}

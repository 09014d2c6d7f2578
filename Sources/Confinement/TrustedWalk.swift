import LinuxSystem
import ServiceModel

/// A walk from the root to a directory with the supervisor's rights, without lending them to anyone.
///
/// A symbolic link is followed only where nobody but root and the supervisor had a say in what lies there.
/// Everywhere else a service could plant a link and have the supervisor open, create or write what it may not
/// reach itself. A directory of root's proves nothing below one of the service's: who owns the parent can
/// give another one its name. From there on the walk goes with the service's own rights.
struct TrustedWalk: ~Copyable {
    /// As many links as the kernel follows.
    private static let maximumLinks = 40

    private(set) var directory: FileDescriptor
    private(set) var status: FileStatus
    private var names: [String] = []
    private let visitor: Visitor?
    /// What others had a say in on the way here. It is not forgotten on the way up again.
    private var passed = Say()
    /// What they can do here.
    private var here = Say()
    private var linksLeft = TrustedWalk.maximumLinks

    /// Without a visitor the whole walk goes with the supervisor's rights: to remove something, not to hand it out.
    init(for visitor: Visitor?) throws(StepFailure) {
        self.visitor = visitor
        let root = try about("/") { () throws(SystemError) in
            try FileDescriptor.open("/", [.path, .directory])
        }
        status = try about("/") { () throws(SystemError) in try root.status() }
        here = Say(of: status, root, visitor)
        directory = root
    }

    private struct Say {
        /// Somebody else than root and the supervisor.
        var isOthers = false
        /// Somebody who may mean to give the service what is not its own: its user, or the owner of a directory. A
        /// group that may write root's directory, and that the service is not in, does so for its administrator.
        var isArranged = false

        init() {}

        init(of status: FileStatus, _ directory: borrowing FileDescriptor, _ visitor: Visitor?) {
            isOthers = !status.isTrusted
            isArranged =
                isOthers && (!status.isSupervisors || visitor?.canChange(directory, status) ?? false)
        }

        mutating func add(_ other: Say) {
            if other.isOthers { isOthers = true }
            if other.isArranged { isArranged = true }
        }
    }

    /// Whether nobody but root and the supervisor had a say in which directory was reached, and can put
    /// something into it or take it away.
    var isTrusted: Bool { !passed.isOthers && !here.isOthers }

    /// Whether somebody had or has such a say who may mean to give the service what is not its own.
    var isArranged: Bool { passed.isArranged || here.isArranged }

    /// The way here, without a link.
    var path: String { "/" + names.joined(separator: "/") }

    /// Follows every component of a path to a directory; an absolute path starts over at the root.
    mutating func enter<Path: StringProtocol>(_ path: Path) throws(StepFailure)
    where Path.SubSequence == Substring {
        if path.utf8.first == UInt8(ascii: "/") { try enterRoot() }
        for component in path.fields(at: "/") where component != "." {
            try enterOne(String(component))
        }
    }

    /// Only the administrator can send us there: the path is the unit's or that of a link that may be followed.
    private mutating func enterRoot() throws(StepFailure) {
        let root = try about("/") { () throws(SystemError) in
            try FileDescriptor.open("/", [.path, .directory])
        }
        status = try about("/") { () throws(SystemError) in try root.status() }
        passed = Say()
        here = Say(of: status, root, visitor)
        directory = root
        names = []
    }

    private mutating func enterOne(_ name: String) throws(StepFailure) {
        let entry = EntryName(name)
        let found = try about(name) { () throws(SystemError) in try directory.status(of: entry) }
        guard found.kind == .symbolicLink else {
            try about(name) { () throws(SystemError) in try descend(to: entry) }
            if name != ".." { names.append(name) } else if !names.isEmpty { names.removeLast() }
            return
        }
        try enter(linkTarget(of: name))
    }

    /// Where a link of the present directory points, if it may be followed.
    mutating func linkTarget(of name: String) throws(StepFailure) -> String {
        guard isTrusted, linksLeft > 0 else {
            throw StepFailure(
                errno: Errno.tooManyLinks,
                "\(name) is a link in a directory that others can write"
            )
        }
        linksLeft -= 1
        return try about(name) { () throws(SystemError) in try directory.linkTarget(EntryName(name)) }
    }

    private mutating func descend(to entry: EntryName) throws(SystemError) {
        let flags: OpenFlags = [.path, .directory, .noFollow]
        var place = try directory.open(entry, flags)
        var reached = try place.status()
        if !TrustedWalk.isFirm(reached, in: status) { passed.add(here) }
        if let visitor, passed.isArranged {
            place = try visitor.open(entry, in: directory, flags)
            reached = try place.status()
        }
        status = reached
        here = Say(of: reached, place, visitor)
        directory = place
    }

    /// In a directory such as `/tmp` everybody can make entries, but nobody can move those of others.
    private static func isFirm(_ entry: FileStatus, in directory: FileStatus) -> Bool {
        directory.isSupervisors && directory.mode & 0o1000 != 0 && entry.isTrusted
    }
}

extension FileStatus {
    /// Root's, or the supervisor's where it is not root.
    var isSupervisors: Bool { owner == 0 || owner == OwnProcess.effectiveUser }

    /// Of a directory: nobody but root and the supervisor can make, move or remove entries.
    var isTrusted: Bool { isSupervisors && mode & 0o022 == 0 }
}

import LinuxSystem

/// A walk from the root to a directory with the supervisor's rights, without lending them to anyone: a
/// symbolic link is followed only out of a directory in which nobody but root and the supervisor can make
/// one. Everywhere else a service could plant a link and have the supervisor open, create or write what it
/// may not reach itself.
struct TrustedWalk: ~Copyable {
    /// As many links as the kernel follows.
    private static let maximumLinks = 40

    private(set) var directory: FileDescriptor
    private(set) var status: FileStatus
    private var linksLeft = TrustedWalk.maximumLinks

    init() throws(StepFailure) {
        let root = try about("/") { () throws(SystemError) in
            try FileDescriptor.open("/", [.path, .directory])
        }
        status = try about("/") { () throws(SystemError) in try root.status() }
        directory = root
    }

    /// Whether nobody but root and the supervisor can put something into the directory reached, or take it
    /// away.
    var isTrusted: Bool { TrustedWalk.isTrusted(status) }

    static func isTrusted(_ status: FileStatus) -> Bool {
        (status.owner == 0 || status.owner == OwnProcess.effectiveUser) && status.mode & 0o022 == 0
    }

    /// Follows every component of a path to a directory; an absolute path starts over at the root.
    mutating func enter(_ path: some StringProtocol) throws(StepFailure) {
        if path.utf8.first == UInt8(ascii: "/") { try enterRoot() }
        for component in path.split(separator: "/") where component != "." {
            try enterOne(String(component))
        }
    }

    private mutating func enterRoot() throws(StepFailure) {
        try arrive(
            about("/") { () throws(SystemError) in try FileDescriptor.open("/", [.path, .directory]) }
        )
    }

    private mutating func enterOne(_ name: String) throws(StepFailure) {
        let entry = EntryName(name)
        let found = try about(name) { () throws(SystemError) in try directory.status(of: entry) }
        guard found.kind == .symbolicLink else {
            return try arrive(
                about(name) { () throws(SystemError) in
                    try directory.open(entry, [.path, .directory, .noFollow])
                }
            )
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

    private mutating func arrive(_ place: consuming FileDescriptor) throws(StepFailure) {
        status = try about("directory") { () throws(SystemError) in try place.status() }
        directory = place
    }
}

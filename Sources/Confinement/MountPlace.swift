import LinuxSystem
import ServiceModel

/// A file or directory, and the path to it without a link.
final class MountPlace {
    let path: String
    let descriptor: FileDescriptor
    let status: FileStatus

    private init(_ path: String, _ descriptor: consuming FileDescriptor, _ status: FileStatus) {
        self.path = path
        self.descriptor = descriptor
        self.status = status
    }

    /// Follows links where nobody but root and the supervisor had a say in what lies there.
    static func find(_ wanted: String) throws(StepFailure) -> MountPlace {
        var walk = try TrustedWalk(for: nil)
        var rest = wanted
        while true {
            let (parent, name) = SupervisorFile.split(rest)
            try walk.enter(parent)
            let entry = EntryName(name)
            guard !name.isEmpty, name != ".", name != ".." else { return try directory(name, walk) }
            let found = try about(name) { () throws(SystemError) in try walk.directory.status(of: entry) }
            switch found.kind {
            case .symbolicLink: rest = try walk.linkTarget(of: name)
            case .directory: return try directory(name, walk)
            case .regular, .other:
                let file = try about(name) { () throws(SystemError) in
                    try walk.directory.open(entry, [.path, .noFollow])
                }
                let status = try about(name) { () throws(SystemError) in try file.status() }
                return MountPlace((walk.path == "/" ? "" : walk.path) + "/" + name, file, status)
            }
        }
    }

    private static func directory(_ name: String, _ walk: consuming TrustedWalk) throws(StepFailure)
        -> MountPlace
    {
        try walk.enter(name)
        let (path, status) = (walk.path, walk.status)
        return MountPlace(path, walk.directory, status)
    }

    /// What stands at a path now, which has no link in it.
    static func look(at path: String) throws(StepFailure) -> MountPlace {
        try about(path) { () throws(SystemError) in
            var place = try FileDescriptor.open("/", [.path, .directory])
            for name in path.fields(at: "/") { place = try place.open(EntryName(name), [.path, .noFollow]) }
            let status = try place.status()
            return MountPlace(path, place, status)
        }
    }
}

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

    /// A new directory, or an empty file, and the directories above it; what is there already is taken as it is. Only
    /// where nobody else had a say in what lies there.
    static func make(_ path: String, isDirectory: Bool) throws(StepFailure) -> MountPlace {
        var walk = try TrustedWalk(for: nil)
        let names = path.fields(at: "/").map(String.init)
        for (index, name) in names.enumerated() {
            let isLast = index == names.count - 1
            guard walk.isTrusted else {
                // Whoever can write there could have made it, and may have.
                if isLast { break }
                try walk.enter(name)
                continue
            }
            try about(path) { () throws(SystemError) in
                if isDirectory || !isLast {
                    _ = try walk.directory.makeDirectory(EntryName(name), mode: 0o755)
                } else {
                    _ = try walk.directory.open(
                        EntryName(name),
                        [.readOnly, .create, .noFollow],
                        mode: 0o644
                    )
                }
            }
            if !isLast { try walk.enter(name) }
        }
        return try find(path)
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

import LinuxSystem
import ServiceModel

/// The files a path with wildcards stands for, sorted by name.
enum WildcardPath {
    /// A pattern is an administrator's convenience, not a way to fill memory.
    private static let maximumMatches = 4096

    static func matches(_ path: String) throws(StepFailure) -> [String] {
        guard WildcardPattern.isPattern(path) else { return [path] }
        var found = [""]
        for component in path.fields(at: "/") {
            guard WildcardPattern.isPattern(component) else {
                found = found.map { $0 + "/" + component }
                continue
            }
            let pattern = WildcardPattern(component)
            var next: [String] = []
            for parent in found { next += try names(in: parent, pattern).map { parent + "/" + $0 } }
            guard next.count <= maximumMatches else {
                throw StepFailure(errno: Errno.fileTooLarge, "\(path) stands for too many files")
            }
            found = next
        }
        return found
    }

    /// A directory that is not there, or is none, holds no matches.
    private static func names(
        in parent: String,
        _ pattern: WildcardPattern
    ) throws(StepFailure) -> [String] {
        do {
            var names: [String] = []
            let directory = try FileDescriptor.open(
                parent.isEmpty ? "/" : parent,
                [.readOnly, .directory],
                resolve: .noMagicLinks
            )
            while let more = try directory.nextNames() {
                names += more.map { $0.text }.filter(pattern.matches)
            }
            return names.sorted()
        } catch {
            if error.errno == Errno.noEntry || error.errno == Errno.notDirectory { return [] }
            throw StepFailure(error, about: parent)
        }
    }
}

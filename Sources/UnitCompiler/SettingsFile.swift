import LinuxSystem
import ServiceModel

/// `supervisord.conf`, opened and judged like a unit file. That there is none is fine, unless somebody named it.
enum SettingsFile {
    static func read(_ path: String, mustExist: Bool, trust: TrustPolicy, isLenient: Bool) -> ReadFile {
        var read = ReadFile()
        guard let slash = path.lastPosition(of: "/") else { return read }
        let parent = slash == path.startIndex ? "/" : String(path[..<slash])
        let name = String(path[path.utf8.index(after: slash)...])
        do throws(SystemError) {
            let directory = try Directory(parent)
            _ = try directory.status(of: name)
            var reader = FileReader(trust: trust, isLenient: isLenient)
            // Who can write the directory, or one on the way, can put another file in the place of this one.
            var objection = try trust.objection(to: directory)
            if objection == nil { objection = trust.objection(onTheWayTo: parent) }
            guard reader.isTrusted(objection, path: parent, problems: &read.problems) else { return read }
            read.file = reader.read(name, in: directory, path: path, problems: &read.problems)
        } catch {
            if mustExist || error.errno != Errno.noEntry {
                read.problems.append(FileReader.problem(.error, path, "cannot be read: \(error)"))
            }
        }
        return read
    }
}

import LinuxSystem
import ServiceModel

extension TrustPolicy {
    private static let maximumLinks = 40

    /// What is wrong with the directories that lead to a path, links on the way followed, the last component left out;
    /// nil when nothing is. Whoever can write one of them decides what is found at its
    /// end. From the root on, each is looked at before what it holds is believed.
    func objection(onTheWayTo path: String) -> String? {
        do throws(SystemError) {
            return try walk(path.begins(with: "/") ? path : try OwnRoot.workingDirectory() + "/" + path)
        } catch {
            // What cannot be judged is not trusted.
            return "is reached by a way that cannot be judged: \(error)"
        }
    }

    private func walk(_ path: String) throws(SystemError) -> String? {
        var reached = ""
        var rest = TrustPolicy.components(path)
        var linksLeft = TrustPolicy.maximumLinks
        while let name = rest.popLast() {
            if let objection = try objection(toDirectory: reached) { return objection }
            if name == ".." {
                reached = String(reached.prefix(upTo: reached.lastPosition(of: "/") ?? reached.startIndex))
                continue
            }
            let next = reached + "/" + name
            let status = try FileStatus.ofEntry(next)
            guard status.kind == .symbolicLink else {
                reached = next
                continue
            }
            // In a sticky directory anybody may have made it.
            guard isOurs(status) else {
                return "is reached through \(next), a link of user \(status.owner)'s"
            }
            guard linksLeft > 0 else { throw SystemError(call: "open", errno: Errno.tooManyLinks) }
            linksLeft -= 1
            guard let target = try Directory(reached + "/").linkTarget(of: name) else {
                return "is reached by a link, \(next), that is not UTF-8"
            }
            if target.begins(with: "/") { reached = "" }
            rest += TrustPolicy.components(target)
        }
        return nil
    }

    /// The last first.
    private static func components(_ path: String) -> [String] {
        path.fields(at: "/").filter { $0 != "." }.reversed().map(String.init)
    }

    private func objection(toDirectory path: String) throws(SystemError) -> String? {
        let place = path.isEmpty ? "/" : path
        let status = try FileStatus.ofEntry(place)
        // In a sticky directory nobody but their owners, and its own, can take entries away.
        let isSticky = status.mode & 0o1000 != 0 && isOurs(status)
        guard !isSticky else { return nil }
        var found = objection(to: status)
        if found == nil, hasGroupWriters(status) { found = objection(to: try AccessControlList.of(place)) }
        return found.map { "is reached through \(place), which \($0)" }
    }
}

import ServiceModel

/// What a symbolic link in a unit directory stands for.
enum LinkTarget: Equatable {
    case mask
    case unit(UnitName)
    /// Out of the unit directories, or not to a unit.
    case elsewhere

    /// `directories` are the search path; `root` stands before absolute targets written for an installed system.
    init(_ text: String, in directory: String, directories: [String], root: String) {
        let absolute = text.begins(with: "/") ? text : directory + "/" + text
        let path = LinkTarget.normalized(absolute)
        if path == "/dev/null" {
            self = .mask
            return
        }
        guard let slash = path.lastPosition(of: "/"),
            let name = UnitName(String(path[path.utf8.index(after: slash)...]))
        else {
            self = .elsewhere
            return
        }
        let parent = String(path[..<slash])
        let places = directories.map(LinkTarget.normalized)
        let isInside = places.contains(parent) || places.contains(LinkTarget.normalized(root + parent))
        self = isInside ? .unit(name) : .elsewhere
    }

    /// Without empty components, `.` and `..`; by the text alone.
    static func normalized(_ path: String) -> String {
        var components: [Substring] = []
        for component in path.fields(at: "/") where component != "." {
            if component == ".." {
                _ = components.popLast()
            } else {
                components.append(component)
            }
        }
        return "/" + components.joined(separator: "/")
    }
}

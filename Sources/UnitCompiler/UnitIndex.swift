import ServiceModel

/// All names in the unit directories, the directory earlier in the search path winning, and how they lead to
/// units. Pure: the entries were read before.
struct UnitIndex {
    /// Where following a name ends.
    enum Resolution: Equatable {
        /// The unit's own name, and the name of the entry that holds its file: for an instance its template.
        case unit(UnitName, entry: UnitName)
        case missing(UnitName)
        case cycle([UnitName])
    }

    private(set) var entries: [UnitName: UnitEntry] = [:]

    /// Keeps what an earlier directory said.
    mutating func add(_ name: UnitName, _ entry: UnitEntry) {
        if entries[name] == nil { entries[name] = entry }
    }

    func resolve(_ start: UnitName) -> Resolution {
        var name = start
        var path = [start]
        while path.count <= LoadLimits.aliasDepth {
            guard let holder = holder(of: name) else { return .missing(name) }
            guard case .alias(let target, _) = entries[holder] else { return .unit(name, entry: holder) }
            if target == name { return .cycle(path + [name]) }
            let next = UnitIndex.follow(from: name, to: target)
            // `web@1.service` linked to `web@.service` is an instance of its own template.
            if next == name {
                guard let template = name.template, entries[template] != nil else { return .missing(target) }
                guard case .alias(let further, _) = entries[template] else {
                    return .unit(name, entry: template)
                }
                name = UnitIndex.follow(from: name, to: further)
            } else {
                name = next
            }
            if path.contains(name) { return .cycle(path + [name]) }
            path.append(name)
        }
        return .cycle(path)
    }

    /// The entry of the name itself, else of the template it is an instance of.
    private func holder(of name: UnitName) -> UnitName? {
        if entries[name] != nil { return name }
        guard let template = name.template, entries[template] != nil else { return nil }
        return template
    }

    /// An instance whose link leads to a template becomes that template's instance.
    private static func follow(from name: UnitName, to target: UnitName) -> UnitName {
        guard target.isTemplate, let instance = name.instance, !instance.isEmpty else { return target }
        return UnitName("\(target.prefix)@\(instance).\(target.kind.rawValue)") ?? target
    }
}

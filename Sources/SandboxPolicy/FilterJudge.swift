import ServiceModel

/// Decides what happens to one system call, given the merged lines of a unit.
struct FilterJudge {
    let filter: SystemCallList
    let log: SystemCallList
    let denial: SystemCallRequest.Denial

    /// For calls that no rule names. Under a list of permitted calls these are the ones newer than our table:
    /// "not implemented" makes the C library fall back to what it used before, where death would break programs
    /// with every new kernel.
    var defaultAction: FilterAction {
        if filter.isAllowList { return .notImplemented }
        return logsByDefault ? .log : .allow
    }

    /// Every call whose action may differ from the default.
    var names: Set<String> {
        if filter.isAllowList { return SystemCallGroups.known.union(filter.listed.keys) }
        return Set(filter.listed.keys).union(log.listed.keys).union(isDenied("clone") ? ["clone3"] : [])
    }

    func action(for name: String) -> FilterAction {
        guard isDenied(name) else { return isLogged(name) ? .log : .allow }
        // What clone3 would do is in memory that a filter cannot read. Callers know to fall back to clone, whose
        // flags it can read, when there is no clone3; any other answer breaks starting a thread.
        guard let explicit = filter.listed[name] ?? nil else {
            return name == "clone3" ? .notImplemented : FilterJudge.action(denial)
        }
        return FilterJudge.action(explicit)
    }

    private func isDenied(_ name: String) -> Bool {
        if isDeniedByItself(name) { return true }
        // Who denies clone would be passed by clone3.
        return name == "clone3" && isDeniedByItself("clone")
    }

    private func isDeniedByItself(_ name: String) -> Bool {
        guard let listed = filter.listed[name] else { return filter.isAllowList }
        return listed != nil || !filter.isAllowList
    }

    private var logsByDefault: Bool { !log.isEmpty && !log.isAllowList }

    private func isLogged(_ name: String) -> Bool {
        if log.isEmpty { return false }
        return (log.listed[name] != nil) == log.isAllowList
    }

    private static func action(_ denial: SystemCallRequest.Denial) -> FilterAction {
        switch denial {
        case .kill: .kill
        case .errno(let number): .errno(number)
        }
    }
}

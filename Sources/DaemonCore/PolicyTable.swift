import ServiceModel

/// The policies of all units, each different one once.
struct PolicyTable {
    private var policies: [ServicePolicy] = []
    private var indices: [ServicePolicy: Int] = [:]

    mutating func intern(_ policy: ServicePolicy) -> Int {
        if let known = indices[policy] { return known }
        policies.append(policy)
        indices[policy] = policies.count - 1
        return policies.count - 1
    }

    /// Keeps only what one of these stands for; returns the new index of each.
    mutating func compact(to used: Set<Int>) -> [Int: Int] {
        var kept = PolicyTable()
        var moved: [Int: Int] = [:]
        for index in used.sorted() where index < policies.count {
            moved[index] = kept.intern(policies[index])
        }
        self = kept
        return moved
    }

    subscript(index: Int) -> ServicePolicy { policies[index] }
}

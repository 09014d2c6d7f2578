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

    subscript(index: Int) -> ServicePolicy { policies[index] }
}

/// What a unit forbids its processes to use system calls for, whichever calls it lets them make.
package struct RestrictionRequest: Hashable, Sendable {
    /// `RestrictAddressFamilies=`; nil: every family.
    package var addressFamilies: AddressFamilies?
    /// `RestrictNamespaces=`: the kinds that may be made and entered; nil: every kind.
    package var namespaces: NamespaceKinds?
    /// `LockPersonality=`.
    package var locksPersonality = false
    /// `MemoryDenyWriteExecute=`.
    package var deniesWritableCode = false
    /// `RestrictRealtime=`.
    package var deniesRealTime = false
    /// `RestrictSUIDSGID=`.
    package var deniesSetIDBits = false

    package init() {}

    package var isEmpty: Bool { self == RestrictionRequest() }
}

/// A list of socket address families, to be permitted or to be denied.
package struct AddressFamilies: Hashable, Sendable {
    /// Whether those that are not listed are denied.
    package let isAllowList: Bool
    /// The kernel's numbers, ascending.
    package private(set) var numbers: [UInt16] = []

    package init(isAllowList: Bool) {
        self.isAllowList = isAllowList
    }

    package mutating func insert(_ number: UInt16) {
        guard !numbers.contains(number) else { return }
        numbers.append(number)
        numbers.sort()
    }

    package mutating func remove(_ number: UInt16) {
        numbers.removeAll { $0 == number }
    }
}

/// Kinds of namespaces, by the flags of `clone(2)`.
package struct NamespaceKinds: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let mount = NamespaceKinds(rawValue: 0x0002_0000)
    package static let controlGroup = NamespaceKinds(rawValue: 0x0200_0000)
    package static let hostNames = NamespaceKinds(rawValue: 0x0400_0000)
    package static let interprocess = NamespaceKinds(rawValue: 0x0800_0000)
    package static let user = NamespaceKinds(rawValue: 0x1000_0000)
    package static let processes = NamespaceKinds(rawValue: 0x2000_0000)
    package static let network = NamespaceKinds(rawValue: 0x4000_0000)

    /// As unit files name them, in systemd's order.
    package static let named: [(name: String, kind: NamespaceKinds)] = [
        ("cgroup", .controlGroup), ("ipc", .interprocess), ("net", .network), ("mnt", .mount),
        ("pid", .processes), ("user", .user), ("uts", .hostNames),
    ]

    package static let all = named.reduce(into: NamespaceKinds()) { $0.formUnion($1.kind) }
}

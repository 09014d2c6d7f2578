import ServiceModel

/// User ids lent to units with `DynamicUser=`: never two units on one, never one that is an account's, another unit's
/// own `User=`, or owns a process. A unit keeps its id while ids are to be had, so that what it left in its directories
/// is nobody else's.
struct IdentityLeases {
    private var holders: [UInt32: Int] = [:]
    /// Which id each unit had last, and the other way round.
    private var idOfUnit: [String: UInt32] = [:]
    private var unitOfID: [UInt32: String] = [:]
    /// Ids that accounts and units have for themselves.
    private var taken: Set<UInt32> = []
    /// Asks the kernel whether a user id is in use.
    private let isInUse: (UInt32) -> Bool
    /// Told of every id that comes to belong to a unit.
    private let remember: (UInt32, String) -> Void

    /// `known` are the ids that units had, the latest last.
    init(
        known: [(uid: UInt32, unit: String)] = [],
        isInUse: @escaping (UInt32) -> Bool,
        remember: @escaping (UInt32, String) -> Void = { _, _ in }
    ) {
        self.isInUse = isInUse
        self.remember = remember
        for (uid, unit) in known where Identity.dynamicRange.contains(uid) { assign(uid, to: unit) }
    }

    /// The ids lent now.
    var lent: [UInt32] { holders.keys.sorted() }

    mutating func keepFree(_ uids: some Sequence<UInt32>) { taken = Set(uids) }

    mutating func keepFree(also uids: some Sequence<UInt32>) { taken.formUnion(uids) }

    /// An id for the unit, or nil when every one is taken. Without one of its own it gets one that no unit had, found
    /// from a place that follows from its name; when there is none left, one of a unit that does not run.
    mutating func lease(to unit: Int, name: String) -> UInt32? {
        guard
            let uid = own(of: name) ?? free(for: name, isAnybodys: false) ?? free(for: name, isAnybodys: true)
        else { return nil }
        holders[uid] = unit
        if unitOfID[uid] != name {
            assign(uid, to: name)
            remember(uid, name)
        }
        return uid
    }

    mutating func giveBack(_ uid: UInt32) {
        holders[uid] = nil
    }

    private func own(of name: String) -> UInt32? {
        guard let uid = idOfUnit[name], isFree(uid) else { return nil }
        return uid
    }

    private func free(for name: String, isAnybodys: Bool) -> UInt32? {
        let count = UInt32(Identity.dynamicRange.count)
        let first = UInt32(truncatingIfNeeded: IdentityLeases.hash(name) % UInt64(count))
        for step in 0..<count {
            let candidate = Identity.dynamicRange.lowerBound + (first + step) % count
            if isAnybodys || unitOfID[candidate] == nil, isFree(candidate) { return candidate }
        }
        return nil
    }

    private func isFree(_ uid: UInt32) -> Bool {
        holders[uid] == nil && !taken.contains(uid) && !isInUse(uid)
    }

    private mutating func assign(_ uid: UInt32, to name: String) {
        if let former = unitOfID[uid] { idOfUnit[former] = nil }
        if let former = idOfUnit[name] { unitOfID[former] = nil }
        idOfUnit[name] = uid
        unitOfID[uid] = name
    }

    /// FNV-1a: the same on every host and every run, unlike the standard library's hash.
    private static func hash(_ name: String) -> UInt64 {
        name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

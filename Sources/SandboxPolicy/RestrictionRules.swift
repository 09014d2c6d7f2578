package import ServiceModel

/// What a unit's restrictions come to: uses of system calls, told by their arguments, that fail.
package struct RestrictionRules: Hashable, Sendable {
    package struct Rule: Hashable, Sendable {
        package let name: String
        /// All of them hold of the uses that fail; none: every use.
        package let conditions: [ArgumentCondition]
        package let errno: UInt16
        /// What of i386's call of that name can be told: its arguments are sometimes behind a pointer.
        package let foreignUse: ForeignUse
    }

    package enum ForeignUse: Sendable {
        /// The same arguments mean the same.
        case same
        /// Nothing can be told, and every use fails.
        case whole
    }

    package let rules: [Rule]
    package let foreignArchitectures: [SystemCallArchitecture]

    /// Nil when nothing is restricted. `hasKernelsOwn`: the kernel itself keeps written memory from being executed.
    package init?(
        _ request: RestrictionRequest,
        deniedCalls: [String] = [],
        personality: UInt32,
        architectures: [String],
        hasKernelsOwn: Bool
    ) {
        var list = RuleList()
        if let families = request.addressFamilies { list.restrict(families) }
        if let permitted = request.namespaces { list.restrictNamespaces(to: permitted) }
        if request.locksPersonality { list.lock(personality) }
        if request.deniesWritableCode { list.denyWritableCode(hasKernelsOwn: hasKernelsOwn) }
        if request.deniesRealTime { list.denyRealTime() }
        if request.deniesSetIDBits { list.denySetIDBits() }
        for call in deniedCalls { list.deny(call) }
        guard !list.rules.isEmpty else { return nil }
        rules = list.rules
        foreignArchitectures = FilterRules.foreign(architectures)
    }
}

/// One argument of a call, compared with a constant.
package struct ArgumentCondition: Hashable, Sendable {
    package enum Comparison: Hashable, Sendable {
        /// All of these bits are set.
        case has(UInt64)
        /// In the bits of the mask.
        case equals(UInt64, mask: UInt64)
        case differs(UInt64)
        case exceeds(UInt64)
    }

    /// From 0 on.
    package let index: UInt8
    package let comparison: Comparison

    package init(index: UInt8, comparison: Comparison) {
        self.index = index
        self.comparison = comparison
    }
}

/// The rules under construction.
private struct RuleList {
    private(set) var rules: [RestrictionRules.Rule] = []

    private static let notPermitted: UInt16 = 1
    private static let noSystemCall: UInt16 = 38
    private static let familyNotSupported: UInt16 = 97

    /// The kernel looks at the lower half of what is an `int` to it: a program must not pass by setting bits above.
    private static let int: UInt64 = 0xffff_ffff

    mutating func deny(
        _ name: String,
        _ conditions: [ArgumentCondition] = [],
        errno: UInt16 = notPermitted,
        foreignUse: RestrictionRules.ForeignUse = .same
    ) {
        let rule = RestrictionRules.Rule(
            name: name,
            conditions: conditions,
            errno: errno,
            foreignUse: foreignUse
        )
        if !rules.contains(rule) { rules.append(rule) }
    }

    private func argument(_ index: UInt8, _ comparison: ArgumentCondition.Comparison) -> ArgumentCondition {
        ArgumentCondition(index: index, comparison: comparison)
    }

    /// What is asked of a ring is done without a system call that a filter sees.
    private mutating func denyRings() {
        for name in ["io_uring_setup", "io_uring_enter", "io_uring_register"] { deny(name) }
    }

    mutating func restrict(_ families: AddressFamilies) {
        func denySocket(_ conditions: [ArgumentCondition]) {
            deny("socket", conditions, errno: RuleList.familyNotSupported, foreignUse: .whole)
        }
        if families.isAllowList {
            guard let last = families.numbers.last else {
                denySocket([])
                denyRings()
                return
            }
            for number in 0..<last where !families.numbers.contains(number) {
                denySocket([argument(0, .equals(UInt64(number), mask: RuleList.int))])
            }
            denySocket([argument(0, .exceeds(UInt64(last)))])
        } else {
            for number in families.numbers {
                denySocket([argument(0, .equals(UInt64(number), mask: RuleList.int))])
            }
        }
        if !rules.isEmpty { denyRings() }
    }

    mutating func restrictNamespaces(to permitted: NamespaceKinds) {
        let denied = NamespaceKinds.all.subtracting(permitted)
        guard !denied.isEmpty else { return }
        for (_, kind) in NamespaceKinds.named where denied.contains(kind) {
            let flag = argument(0, .has(UInt64(kind.rawValue)))
            deny("clone", [flag])
            deny("unshare", [flag])
            deny("setns", [argument(1, .has(UInt64(kind.rawValue)))])
        }
        if permitted.isEmpty {
            // Time namespaces have no name in unit files; for clone(2) the flag means something else.
            deny("unshare", [argument(0, .has(0x80))])
            deny("setns", [argument(1, .has(0x80))])
        }
        // Any kind will do.
        deny("setns", [argument(1, .equals(0, mask: RuleList.int))])
        // Its flags are behind a pointer; who learns that there is no such call uses clone.
        deny("clone3", errno: RuleList.noSystemCall)
    }

    mutating func lock(_ personality: UInt32) {
        deny("personality", [argument(0, .differs(UInt64(personality)))])
    }

    mutating func denyWritableCode(hasKernelsOwn: Bool) {
        let (write, execute, executeShared): (UInt64, UInt64, UInt64) = (2, 4, 0o100000)
        // i386's mmap takes a pointer to its arguments; its mmap2 does not.
        deny("mmap", [argument(2, .has(write | execute))], foreignUse: .whole)
        deny("mmap2", [argument(2, .has(write | execute))])
        deny("shmat", [argument(2, .has(executeShared))], foreignUse: .whole)
        guard !hasKernelsOwn else { return }
        // What was mapped to be written cannot be told from what was mapped to be executed.
        for name in ["mprotect", "pkey_mprotect"] { deny(name, [argument(2, .has(execute))]) }
    }

    mutating func denyRealTime() {
        let (resetOnFork, first, roundRobin, deadline): (UInt64, UInt64, UInt64, UInt64) = (
            0x4000_0000, 1, 2, 6
        )
        for policy in [first, roundRobin, deadline] {
            deny("sched_setscheduler", [argument(1, .equals(policy, mask: RuleList.int & ~resetOnFork))])
        }
        // The policy is behind a pointer.
        deny("sched_setattr")
    }

    mutating func denySetIDBits() {
        for bit: UInt64 in [0o4000, 0o2000] {
            for name in ["chmod", "fchmod", "creat", "mkdir", "mknod"] {
                deny(name, [argument(1, .has(bit))])
            }
            for name in ["fchmodat", "fchmodat2", "mkdirat", "mknodat"] {
                deny(name, [argument(2, .has(bit))])
            }
            // Only what makes a file has a mode: O_CREAT, and the bit of O_TMPFILE that is its own.
            for maker: UInt64 in [0o100, 0o20_000_000] {
                deny("open", [argument(1, .has(maker)), argument(2, .has(bit))])
                deny("openat", [argument(2, .has(maker)), argument(3, .has(bit))])
            }
        }
        // The mode is behind a pointer; who learns that there is no such call uses openat.
        deny("openat2", errno: RuleList.noSystemCall)
        denyRings()
    }
}

import CSeccomp
import LinuxSystem
import SandboxPolicy

/// A filter under construction by libseccomp, for one architecture until others are merged in.
@safe struct FilterContext: ~Copyable {
    private let context: scmp_filter_ctx

    private init(owning context: scmp_filter_ctx) {
        unsafe self.context = unsafe context
    }

    /// For the architecture of that token, or the native one.
    static func make(
        defaultAction: FilterAction,
        foreignAction: FilterAction,
        architecture: UInt32? = nil
    ) throws(SystemError) -> FilterContext {
        guard let raw = unsafe seccomp_init(code(defaultAction)) else {
            throw SystemError(call: "seccomp_init", errno: Errno.noMemory)
        }
        let context = unsafe FilterContext(owning: raw)
        // For calls made in any other architecture's numbers, x32 included.
        try context.set(SCMP_FLTATR_ACT_BADARCH, to: code(foreignAction))
        if let architecture { try context.moveTo(architecture) }
        return context
    }

    deinit {
        unsafe seccomp_release(context)
    }

    /// Judges by a binary tree over the numbers instead of one comparison after another.
    func sortAsTree() throws(SystemError) {
        try set(SCMP_FLTATR_CTL_OPTIMIZE, to: 2)
    }

    private func set(_ attribute: scmp_filter_attr, to value: UInt32) throws(SystemError) {
        try FilterContext.check("seccomp_attr_set", unsafe seccomp_attr_set(context, attribute, value))
    }

    private func moveTo(_ architecture: UInt32) throws(SystemError) {
        try FilterContext.check("seccomp_arch_add", unsafe seccomp_arch_add(context, architecture))
        try FilterContext.check(
            "seccomp_arch_remove",
            unsafe seccomp_arch_remove(context, seccomp_arch_native())
        )
    }

    /// For the calls of which all conditions hold, each of another argument. False when the call does not exist on the
    /// context's architecture.
    func add(_ action: FilterAction, for number: Int32, where conditions: [ArgumentCondition] = [])
        throws(SystemError) -> Bool
    {
        let comparisons = conditions.map(FilterContext.comparison)
        let result = unsafe seccomp_rule_add_exact_array(
            context,
            FilterContext.code(action),
            number,
            UInt32(comparisons.count),
            comparisons
        )
        if result == -FilterContext.outOfDomain { return false }
        try FilterContext.check("seccomp_rule_add", result)
        return true
    }

    private static func comparison(_ condition: ArgumentCondition) -> scmp_arg_cmp {
        let index = UInt32(condition.index)
        switch condition.comparison {
        case .has(let bits):
            return scmp_arg_cmp(arg: index, op: SCMP_CMP_MASKED_EQ, datum_a: bits, datum_b: bits)
        case .equals(let value, let mask):
            return scmp_arg_cmp(arg: index, op: SCMP_CMP_MASKED_EQ, datum_a: mask, datum_b: value)
        case .differs(let value):
            return scmp_arg_cmp(arg: index, op: SCMP_CMP_NE, datum_a: value, datum_b: 0)
        case .exceeds(let value):
            return scmp_arg_cmp(arg: index, op: SCMP_CMP_GT, datum_a: value, datum_b: 0)
        }
    }

    func merge(_ other: consuming FilterContext) throws(SystemError) {
        // libseccomp frees what it merged.
        let merged = unsafe other.give()
        try FilterContext.check("seccomp_merge", unsafe seccomp_merge(context, merged))
    }

    /// The finished program: `struct sock_filter` in memory order.
    func export() throws(SystemError) -> [UInt8] {
        let file = try MemoryFile(name: "filter")
        try FilterContext.check(
            "seccomp_export_bpf",
            unsafe seccomp_export_bpf(context, file.descriptor.rawValue)
        )
        return try file.descriptor.read(at: 0, count: Int(try file.descriptor.size()))
    }

    private consuming func give() -> scmp_filter_ctx {
        let given = unsafe context
        discard self
        return unsafe given
    }

    /// The constants of `linux/seccomp.h`, which are macros with arguments in libseccomp.
    static func code(_ action: FilterAction) -> UInt32 {
        switch action {
        case .allow: 0x7fff_0000
        case .log: 0x7ffc_0000
        case .kill: 0x8000_0000
        case .errno(let number): 0x0005_0000 | UInt32(number)
        }
    }

    /// `EDOM`: libseccomp's word for a call that the architecture does not have.
    private static let outOfDomain: Int32 = 33

    private static func check(_ call: String, _ result: Int32) throws(SystemError) {
        if result < 0 { throw SystemError(call: call, errno: -result) }
    }
}

/// Limits and scheduling.
extension ConfinementComparison {
    static let rows = [
        ("LimitCPU", "Max cpu time"), ("LimitFSIZE", "Max file size"), ("LimitDATA", "Max data size"),
        ("LimitSTACK", "Max stack size"), ("LimitCORE", "Max core file size"),
        ("LimitRSS", "Max resident set"), ("LimitNPROC", "Max processes"), ("LimitNOFILE", "Max open files"),
        ("LimitMEMLOCK", "Max locked memory"), ("LimitAS", "Max address space"),
        ("LimitLOCKS", "Max file locks"), ("LimitSIGPENDING", "Max pending signals"),
        ("LimitMSGQUEUE", "Max msgqueue size"), ("LimitNICE", "Max nice priority"),
        ("LimitRTPRIO", "Max realtime priority"), ("LimitRTTIME", "Max realtime timeout"),
    ]

    /// All sixteen: those that the unit sets as it sets them, the others as the supervisor's own.
    func limits() throws -> [Field] {
        let own = try Files.lines("/proc/\(pid)/limits")
        let supervisors = try Files.lines("/proc/\(supervisor.pid)/limits")
        return ConfinementComparison.rows.map { key, row in
            let given = unit.last(key).map(ConfinementComparison.pair)
            let inherited = ConfinementComparison.values(of: row, in: supervisors)
            return Field(
                name: key,
                expected: given ?? inherited,
                found: ConfinementComparison.values(of: row, in: own)
            )
        }
    }

    static func values(of row: String, in lines: [String]) -> String {
        let rest = lines.first { $0.hasPrefix(row) }?.dropFirst(row.count) ?? ""
        return rest.split(separator: " ").prefix(2).joined(separator: " ")
    }

    /// `soft:hard`, or one for both, as the kernel writes them.
    private static func pair(_ value: String) -> String {
        let parts = value.split(separator: ":").map { number(String($0)) }
        return "\(parts[0]) \(parts[parts.count - 1])"
    }

    private static let units = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "min": 60, "s": 1]

    private static func number(_ text: String) -> String {
        if text == "infinity" { return "unlimited" }
        let digits = text.prefix { $0.isNumber }
        let factor = units[String(text.dropFirst(digits.count))] ?? 1
        return Int(digits).map { String($0 * factor) } ?? text
    }

    func scheduling() throws -> [Field] {
        let own = try ProcessStatistics(pid)
        let supervisors = try ProcessStatistics(supervisor.pid)
        let cpus = unit.last("CPUAffinity") ?? supervisorStatus["Cpus_allowed_list"] ?? ""
        return [
            Field(name: "nice", expected: unit.last("Nice") ?? supervisors.nice, found: own.nice),
            Field(
                name: "policy",
                expected: policy ?? supervisors.policy,
                found: own.policy
            ),
            field("Cpus_allowed_list", cpus),
            try same("oom_score_adj", unit.last("OOMScoreAdjust")),
            try same("timerslack_ns", unit.last("TimerSlackNSec")),
            try same("coredump_filter", unit.last("CoredumpFilter")),
            try same("personality", unit.last("Personality").map { $0 == "x86" ? "00000008" : "00000000" }),
        ]
    }

    private static let policies = ["other": "0", "fifo": "1", "rr": "2", "batch": "3", "idle": "5"]

    /// The priority within the policy, and the policy's number; nil for the supervisor's.
    private var policy: String? {
        guard let name = unit.last("CPUSchedulingPolicy"), let number = ConfinementComparison.policies[name]
        else {
            return nil
        }
        let priority = ["fifo", "rr"].contains(name) ? unit.last("CPUSchedulingPriority") ?? "1" : "0"
        return "\(priority) \(number)"
    }

    /// A file of /proc: as given, or as it is for the supervisor.
    private func same(_ file: String, _ given: String?) throws -> Field {
        let found = try Files.text("/proc/\(pid)/\(file)").filter { $0 != "\n" }
        let supervisors = try Files.text("/proc/\(supervisor.pid)/\(file)").filter { $0 != "\n" }
        return Field(name: file, expected: given ?? supervisors, found: found)
    }
}

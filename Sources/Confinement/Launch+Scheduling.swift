import LaunchProtocol
import LinuxSystem
import ServiceModel

/// CPU, I/O and memory policy. All of it is inherited across exec.
extension Launch {
    func setOOMScore() throws(StepFailure) {
        guard let score = plan.properties.oomScoreAdjust else { return }
        let found = try exchangeOwn("oom_score_adj", String(score))
        try expectKept(Int(found) == Int(score), "oom_score_adj")
    }

    /// Bits of mappings that no kernel had when this was written.
    private static let knownMappings: UInt64 = 0x1FF

    func setCoredumpFilter() throws(StepFailure) {
        guard let filter = plan.properties.coredumpFilter else { return }
        let found = try exchangeOwn("coredump_filter", "0x" + String(filter, radix: 16))
        try expectKept(
            UInt64(found, radix: 16) == UInt64(filter) & Launch.knownMappings,
            "coredump_filter"
        )
    }

    /// The two that exist only as files; without /proc a unit that asks for them cannot start. They are read back
    /// at once: a new root may hide them from the verification.
    private func exchangeOwn(_ name: String, _ text: String) throws(StepFailure) -> String {
        let path = "/proc/self/" + name
        let found = try about(path) { () throws(SystemError) in
            try FileDescriptor.open(path, .writeOnly).writeAll(Array(text.utf8))
            return try FileDescriptor.open(path, .readOnly).contents(upTo: 64)
        }
        return String(decoding: found.prefix { $0 > UInt8(ascii: " ") }, as: UTF8.self)
    }

    private func expectKept(_ isKept: Bool, _ name: String) throws(StepFailure) {
        guard isKept else {
            throw StepFailure(errno: Errno.notRecoverable, "/proc/self/\(name) is not what the unit asks for")
        }
    }

    var wantedPolicy: OwnScheduling.Policy? {
        let wanted = plan.scheduling
        guard wanted.policy != nil || wanted.priority != nil || wanted.resetsOnFork else { return nil }
        let policy = wanted.policy ?? .other
        let priority =
            switch policy {
            // Where none is given, the least that is still real time.
            case .fifo, .roundRobin: min(max(wanted.priority ?? 1, 1), 99)
            case .other, .batch, .idle, .extensible: UInt8(0)
            }
        return OwnScheduling.Policy(
            number: Int32(policy.rawValue),
            priority: Int32(priority),
            resetsOnFork: wanted.resetsOnFork
        )
    }

    func setScheduler() throws(StepFailure) {
        guard let policy = wantedPolicy else { return }
        try about("") { () throws(SystemError) in try OwnScheduling.setPolicy(policy) }
    }

    func setNice() throws(StepFailure) {
        guard let nice = plan.scheduling.nice else { return }
        try about("to \(nice)") { () throws(SystemError) in try OwnScheduling.setNice(nice) }
    }

    /// As many words as the highest CPU needs.
    var wantedAffinity: [UInt64] {
        guard let highest = plan.scheduling.affinity.max() else { return [] }
        var words = [UInt64](repeating: 0, count: Int(highest) / 64 + 1)
        for cpu in plan.scheduling.affinity { words[Int(cpu) / 64] |= 1 << UInt64(cpu % 64) }
        return words
    }

    func setAffinity() throws(StepFailure) {
        let words = wantedAffinity
        guard !words.isEmpty else { return }
        try about("") { () throws(SystemError) in try OwnScheduling.setAffinity(words) }
    }

    /// A level alone is one of the best-effort class; a class alone has the kernel's middle level.
    var wantedIOPriority: Int32? {
        let wanted = plan.scheduling
        guard wanted.ioClass != nil || wanted.ioPriority != nil else { return nil }
        let ioClass = wanted.ioClass ?? .bestEffort
        let level =
            switch ioClass {
            case .realTime, .bestEffort: Int32(min(wanted.ioPriority ?? 4, 7))
            case .none, .idle: Int32(0)
            }
        return Int32(ioClass.rawValue) << 13 | level
    }

    func setIOPriority() throws(StepFailure) {
        guard let value = wantedIOPriority else { return }
        try about("") { () throws(SystemError) in try OwnScheduling.setIOPriority(value) }
    }

    func setTimerSlack() throws(StepFailure) {
        guard let slack = plan.properties.timerSlack else { return }
        try about("timer slack") { () throws(SystemError) in try OwnScheduling.setTimerSlack(slack) }
    }

    func setPersonality() throws(StepFailure) {
        guard let personality = plan.properties.personality else { return }
        try about("") { () throws(SystemError) in try OwnScheduling.setPersonality(personality) }
    }

    /// The unit's, and what the supervisor does not keep for itself.
    var limits: [ResourceLimit] {
        guard let given = context.openFiles, !plan.limits.contains(where: { $0.kind == .openFiles }) else {
            return plan.limits
        }
        return plan.limits + [given]
    }

    func setLimits() throws(StepFailure) {
        for limit in limits {
            try about("Limit\(limit.kind.directiveSuffix)=") { () throws(SystemError) in
                try OwnLimits.set(limit.kind.rawValue, soft: limit.soft, hard: limit.hard)
            }
        }
    }
}

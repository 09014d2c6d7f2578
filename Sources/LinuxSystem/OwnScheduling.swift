import CLinux

/// How the kernel schedules this process, and its execution domain.
package enum OwnScheduling {
    /// Corresponds to `sched_setscheduler(2)`.
    package struct Policy: Equatable, Sendable {
        package let number: Int32
        package let priority: Int32
        package let resetsOnFork: Bool

        package init(number: Int32, priority: Int32, resetsOnFork: Bool) {
            self.number = number
            self.priority = priority
            self.resetsOnFork = resetsOnFork
        }
    }

    package static func setPolicy(_ policy: Policy) throws(SystemError) {
        let result = cl_set_scheduler(policy.number, policy.priority, policy.resetsOnFork ? 1 : 0)
        _ = try check("sched_setscheduler", result)
    }

    package static func policy() throws(SystemError) -> Policy {
        var number: Int32 = 0
        var priority: Int32 = 0
        var resets: Int32 = 0
        _ = try check("sched_getscheduler", unsafe cl_get_scheduler(&number, &priority, &resets))
        return Policy(number: number, priority: priority, resetsOnFork: resets == 1)
    }

    package static func setNice(_ nice: Int8) throws(SystemError) {
        _ = try check("setpriority", cl_set_nice(Int32(nice)))
    }

    package static func nice() throws(SystemError) -> Int8 {
        var nice: Int32 = 0
        _ = try check("getpriority", unsafe cl_get_nice(&nice))
        return Int8(truncatingIfNeeded: nice)
    }

    /// CPU n is bit n % 64 of word n / 64.
    package static func setAffinity(_ words: [UInt64]) throws(SystemError) {
        _ = try check("sched_setaffinity", unsafe cl_set_affinity(words, words.count))
    }

    package static func affinity() throws(SystemError) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: 1024)
        let count = try check("sched_getaffinity", unsafe cl_get_affinity(&words, words.count))
        return Array(words.prefix(Int(count)))
    }

    /// Class in the bits from 13 on, level below. Corresponds to `ioprio_set(2)`.
    package static func setIOPriority(_ value: Int32) throws(SystemError) {
        _ = try check("ioprio_set", cl_set_io_priority(value))
    }

    package static func ioPriority() throws(SystemError) -> Int32 {
        try check("ioprio_get", cl_get_io_priority())
    }

    package static func setTimerSlack(_ nanoseconds: UInt64) throws(SystemError) {
        _ = try check("prctl", cl_set_timer_slack(nanoseconds))
    }

    package static func timerSlack() throws(SystemError) -> UInt64 {
        UInt64(try check("prctl", cl_get_timer_slack()))
    }

    package static func setPersonality(_ number: UInt32) throws(SystemError) {
        _ = try check("personality", cl_set_personality(number))
    }

    package static func personality() throws(SystemError) -> UInt32 {
        UInt32(try check("personality", cl_get_personality()))
    }
}

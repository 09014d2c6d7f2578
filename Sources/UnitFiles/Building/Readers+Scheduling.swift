import ServiceModel

extension DirectiveReaders {
    static let scheduling: [String: DirectiveReader] = [
        "Nice": optionalNumber(-20...19) { $0.definition.execution.scheduling.nice = $1.map { Int8($0) } },
        "OOMScoreAdjust": optionalNumber(-1000...1000) {
            $0.definition.execution.properties.oomScoreAdjust = $1.map { Int16($0) }
        },
        "CPUSchedulingPolicy": Kinds.choice(policies, default: nil) {
            $0.definition.execution.scheduling.policy = $1
        },
        "CPUSchedulingPriority": optionalNumber(0...99) {
            $0.definition.execution.scheduling.priority = $1.map { UInt8($0) }
        },
        "CPUSchedulingResetOnFork": Kinds.boolean(default: false) {
            $0.definition.execution.scheduling.resetsOnFork = $1
        },
        "IOSchedulingClass": Kinds.choice(ioClasses, default: nil) {
            $0.definition.execution.scheduling.ioClass = $1
        },
        "IOSchedulingPriority": optionalNumber(0...7) {
            $0.definition.execution.scheduling.ioPriority = $1.map { UInt8($0) }
        },
        "CPUAffinity": { builder, value, directive in
            guard !value.isEmpty else {
                builder.cpuSteps = nil
                return
            }
            guard value.text != "numa" else {
                builder.reject(
                    directive,
                    value.start,
                    "CPUAffinity=numa is not supported; list the CPUs, such as '0-3'"
                )
                return
            }
            guard let ranges = cpuRanges(value.text) else {
                builder.reject(
                    directive,
                    value.start,
                    "CPUAffinity= takes a list of CPUs such as '0-3,5', not '\(value.text)'"
                )
                return
            }
            builder.addCPUs(ranges)
        },
        "TimerSlackNSec": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.properties.timerSlack = nil
                return
            }
            guard let slack = TimeSpanText.nanoseconds(value.text) else {
                builder.reject(
                    directive,
                    value.start,
                    "TimerSlackNSec= takes a time span such as '50us', not '\(value.text)'"
                )
                return
            }
            builder.definition.execution.properties.timerSlack = slack
        },
        "UMask": Kinds.value(
            "an octal mode such as '0027'",
            // Under systemd nothing is no mask either, and an earlier, closer one stays.
            default: nil,
            NumberText.mask
        ) {
            $0.definition.execution.properties.umask = $1
        },
        "IgnoreSIGPIPE": Kinds.boolean(default: true) {
            $0.definition.execution.properties.ignoresSIGPIPE = $1
        },
        "KeyringMode": Kinds.choice(
            [("inherit", ProcessProperties.Keyring.inherit), ("private", .private), ("shared", .shared)],
            default: .private
        ) { $0.definition.execution.properties.keyring = $1 },
        "Personality": Kinds.choice(personalities, default: nil) {
            $0.definition.execution.properties.personality = $1
        },
        "CoredumpFilter": { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.properties.coredumpFilter = nil
                return
            }
            guard let bits = coredumpBits(value.text) else {
                builder.reject(
                    directive,
                    value.start,
                    "CoredumpFilter= takes names such as 'private-anonymous' or a hexadecimal mask, not '\(value.text)'"
                )
                return
            }
            builder.definition.execution.properties.coredumpFilter =
                bits | (builder.definition.execution.properties.coredumpFilter ?? 0)
        },
    ]

    /// Names, and the kernel's numbers.
    private static let policies: [(String, Scheduling.Policy?)] = [
        ("other", .other), ("batch", .batch), ("idle", .idle), ("fifo", .fifo), ("rr", .roundRobin),
        ("ext", .extensible), ("0", .other), ("1", .fifo), ("2", .roundRobin), ("3", .batch), ("5", .idle),
        ("7", .extensible),
    ]

    /// Names, and the numbers that older files use.
    private static let ioClasses: [(String, Scheduling.IOClass?)] = [
        ("none", Scheduling.IOClass.none), ("realtime", .realTime), ("best-effort", .bestEffort),
        ("idle", .idle),
        ("0", Scheduling.IOClass.none), ("1", .realTime), ("2", .bestEffort), ("3", .idle),
    ]

    /// Those of this architecture: PER_LINUX and PER_LINUX32 of `personality(2)`.
    #if arch(arm64)
        private static let personalities: [(String, UInt32?)] = [("arm64", 0), ("arm", 8)]
    #else
        private static let personalities: [(String, UInt32?)] = [("x86-64", 0), ("x86", 8)]
    #endif

    private static let coredumpNames: [String: UInt32] = [
        "private-anonymous": 1 << 0, "shared-anonymous": 1 << 1, "private-file-backed": 1 << 2,
        "shared-file-backed": 1 << 3, "elf-headers": 1 << 4, "private-huge": 1 << 5, "shared-huge": 1 << 6,
        "private-dax": 1 << 7, "shared-dax": 1 << 8, "default": 0x33, "all": 0x1FF,
    ]

    private static func coredumpBits(_ text: String) -> UInt32? {
        var bits: UInt32 = 0
        for word in text.fields(at: " ") {
            if let named = coredumpNames[String(word)] {
                bits |= named
            } else {
                let digits = word.begins(with: "0x") ? word.dropFirst(2) : word
                guard let number = UInt32(digits, radix: 16) else { return nil }
                bits |= number
            }
        }
        return bits
    }

    private static func optionalNumber(
        _ range: ClosedRange<Int>,
        _ set: @escaping @Sendable (inout UnitBuilder, Int?) -> Void
    ) -> DirectiveReader {
        { builder, value, directive in
            guard !value.isEmpty else {
                set(&builder, nil)
                return
            }
            guard let number = NumberText.signed(value.text), range.contains(number) else {
                builder.reject(
                    directive,
                    value.start,
                    "\(directive.key)= takes a number from \(range.lowerBound) to \(range.upperBound), not '\(value.text)'"
                )
                return
            }
            set(&builder, number)
        }
    }

    /// `0-3,5 7`; numbers below 8192, the most a kernel is built for.
    static func cpuRanges(_ text: String) -> [ClosedRange<Int>]? {
        var ranges: [ClosedRange<Int>] = []
        for part in text.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }) {
            let ends = part.fields(at: "-", omittingEmptySubsequences: false)
            guard (1...2).contains(ends.count), let low: UInt16 = NumberText.unsigned(String(ends[0])) else {
                return nil
            }
            guard let high: UInt16 = ends.count == 2 ? NumberText.unsigned(String(ends[1])) : low else {
                return nil
            }
            guard low <= high, high < UnitBuilder.maximumCPUs else { return nil }
            ranges.append(Int(low)...Int(high))
        }
        return ranges.isEmpty ? nil : ranges
    }
}

extension UnitBuilder {
    static let maximumCPUs = 8192

    fileprivate mutating func addCPUs(_ ranges: [ClosedRange<Int>]) {
        var steps = cpuSteps ?? Array(repeating: 0, count: UnitBuilder.maximumCPUs + 1)
        cpuSteps = nil
        for range in ranges {
            steps[range.lowerBound] += 1
            steps[range.upperBound + 1] -= 1
        }
        cpuSteps = steps
    }

    mutating func finishAffinity() {
        var depth: Int32 = 0
        for (cpu, step) in (cpuSteps ?? []).enumerated() {
            depth += step
            if depth > 0 { definition.execution.scheduling.affinity.append(UInt16(cpu)) }
        }
    }
}

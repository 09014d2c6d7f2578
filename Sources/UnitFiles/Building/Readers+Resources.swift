import ServiceModel

extension DirectiveReaders {
    static let resources: [String: DirectiveReader] = {
        var readers: [String: DirectiveReader] = [
            "CPUWeight": optional("a weight from 1 to 10000, or 'idle'", ResourceText.weight) {
                $0.cpuWeight = $1
            },
            "CPUQuota": optional("a percentage of one CPU such as '20%'", quota) { $0.cpuQuota = $1 },
            "CPUQuotaPeriodSec": optional("a time span such as '10ms'", period) { $0.cpuQuotaPeriod = $1 },
            "AllowedCPUs": allowedCPUs,
            "MemoryAccounting": Kinds.boolean(default: false) {
                $0.definition.execution.resources.countsMemory = $1
            },
            "TasksAccounting": Kinds.boolean(default: false) {
                $0.definition.execution.resources.countsTasks = $1
            },
            "TasksMax": optional(
                "a number of tasks above 0, a percentage, or 'infinity'",
                ResourceText.tasks
            ) { $0.tasksMaximum = $1 },
            "IOWeight": optional("a weight from 1 to 10000", ResourceText.plainWeight) {
                $0.transferWeight = $1
            },
        ]
        for bound in ResourceControl.MemoryBound.allCases { readers[bound.directive] = memory(bound) }
        for bound in ResourceControl.TransferBound.allCases { readers[bound.directive] = transfer(bound) }
        return readers
    }()

    /// A value that nothing takes back. A percent sign is one: as under systemd there are no specifiers.
    private static func optional<Value: Sendable>(
        _ what: String,
        _ parse: @escaping @Sendable (String) -> Value?,
        _ set: @escaping @Sendable (inout ResourceControl, Value?) -> Void
    ) -> DirectiveReader {
        { builder, source, directive in
            guard !source.isEmpty else { return set(&builder.definition.execution.resources, nil) }
            guard let value = parse(source.text) else {
                let message = "\(directive.key)= takes \(what), not '\(source.text)'"
                builder.reject(directive, source.start, message)
                return
            }
            set(&builder.definition.execution.resources, value)
        }
    }

    /// All the time of more than ten thousand CPUs is no quota.
    private static func quota(_ text: String) -> UInt64? {
        guard let quota = ResourceText.share(text), (1...100_000_000).contains(quota) else { return nil }
        return quota
    }

    private static func period(_ text: String) -> TimeSpan? {
        guard let period = TimeSpanText.parse(text), period > .zero, period < .infinity else { return nil }
        return period
    }

    private static func memory(_ bound: ResourceControl.MemoryBound) -> DirectiveReader {
        let mayBeNothing: Bool
        switch bound {
        case .minimum, .low, .swapMaximum, .compressedMaximum: mayBeNothing = true
        case .high, .maximum: mayBeNothing = false
        }
        return optional(
            "a size such as '64M'\(mayBeNothing ? "" : " above 0"), a percentage of the machine's memory, or 'infinity'",
            { text in
                guard let amount = ResourceText.memory(text), mayBeNothing || !ResourceText.isNothing(amount)
                else { return nil }
                return amount
            },
            { $0.memory[bound] = $1 }
        )
    }

    private static let allowedCPUs: DirectiveReader = { builder, value, directive in
        guard !value.isEmpty else {
            builder.definition.execution.resources.allowedCPUs = []
            return
        }
        guard let ranges = cpuRanges(value.text) else {
            let message = "AllowedCPUs= takes a list of CPUs such as '0-3,5', not '\(value.text)'"
            builder.reject(directive, value.start, message)
            return
        }
        builder.definition.execution.resources.allowedCPUs += ranges
    }

    private static func transfer(_ bound: ResourceControl.TransferBound) -> DirectiveReader {
        { builder, value, directive in
            guard !value.isEmpty else {
                builder.definition.execution.resources.transferLimits.removeAll { $0.bound == bound }
                return
            }
            guard let words = builder.expandedWords(value, directive) else { return }
            guard words.count == 2, let path = PathText.absolute(words[0].text),
                let rate = ResourceText.rate(words[1].text)
            else {
                let what = "a device or a file on it, and a rate such as '5M'"
                builder.reject(directive, value.start, "\(directive.key)= takes \(what), not '\(value.text)'")
                return
            }
            // Of two for one device the later counts.
            builder.definition.execution.resources.transferLimits.removeAll {
                $0.bound == bound && $0.path == path
            }
            builder.definition.execution.resources.transferLimits.append(
                .init(bound: bound, path: path, rate: rate)
            )
        }
    }
}

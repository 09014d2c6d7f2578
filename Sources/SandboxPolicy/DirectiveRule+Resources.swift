import ServiceModel

extension DirectiveRule {
    static let resources: [DirectiveRule] =
        [
            controlled("CPUWeight", "cpu", isAsked: { $0.cpuWeight != nil }, relax: { $0.cpuWeight = nil }),
            controlled("CPUQuota", "cpu", isAsked: { $0.cpuQuota != nil }, relax: { $0.cpuQuota = nil }),
            controlled(
                "CPUQuotaPeriodSec",
                "cpu",
                isAsked: { $0.cpuQuota != nil },
                relax: { $0.cpuQuotaPeriod = nil }
            ),
            controlled(
                "AllowedCPUs",
                "cpuset",
                isAsked: { !$0.allowedCPUs.isEmpty },
                relax: { $0.allowedCPUs = [] }
            ),
            controlled(
                "TasksMax",
                "pids",
                isAsked: { limits($0.tasksMaximum) },
                relax: { $0.tasksMaximum = nil },
                obstacle: { request, host in
                    whole(request.tasksMaximum, host.maximumTasks, "/proc/sys/kernel/pid_max")
                }
            ),
            controlled(
                "IOWeight",
                "io",
                isAsked: { $0.transferWeight != nil },
                relax: { $0.transferWeight = nil }
            ),
            DirectiveRule(["OOMPolicy"]) { request, host in
                if request.resources.outOfMemory == .continue { return .enforced(by: "nothing") }
                if host.lacks(controller: "memory") == nil { return .enforced(by: "cgroup (memory)") }
                return .emulated(
                    by: "the end of the main process",
                    gap: "it cannot be told from any other SIGKILL, and nobody hears of another process's"
                )
            },
            counted(
                "MemoryAccounting",
                "memory",
                gap: "memory that processes share is counted for each",
                {
                    $0.countsMemory
                }
            ),
            counted(
                "TasksAccounting",
                "pids",
                gap: "processes are counted, and their threads are not",
                {
                    $0.countsTasks
                }
            ),
        ]
        + ResourceControl.MemoryBound.allCases.map { bound in
            controlled(
                bound.directive,
                "memory",
                isAsked: { bound.isLimit ? limits($0.memory[bound]) : $0.memory[bound] != nil },
                relax: { $0.memory[bound] = nil },
                obstacle: { request, host in
                    whole(request.memory[bound], host.physicalMemory, "/proc/meminfo")
                }
            )
        }
        + ResourceControl.TransferBound.allCases.map { bound in
            controlled(
                bound.directive,
                "io",
                isAsked: { $0.transferLimits.contains { $0.bound == bound } },
                relax: { $0.transferLimits.removeAll { $0.bound == bound } }
            )
        }

    private static func limits(_ amount: ResourceControl.Amount?) -> Bool {
        switch amount {
        case .count, .share: true
        case .infinity, nil: false
        }
    }

    private static func whole(_ amount: ResourceControl.Amount?, _ whole: UInt64, _ source: String) -> String?
    {
        guard case .share = amount, whole == 0 else { return nil }
        return "a percentage needs \(source), which cannot be read"
    }

    /// By the files of one controller.
    private static func controlled(
        _ directive: String,
        _ controller: String,
        isAsked: @escaping @Sendable (ResourceControl) -> Bool,
        relax: @escaping @Sendable (inout ResourceControl) -> Void,
        obstacle: @escaping @Sendable (ResourceControl, HostFeatures) -> String? = { _, _ in nil }
    ) -> DirectiveRule {
        DirectiveRule(
            [directive],
            relax: { relax(&$0.resources) },
            judge: { request, host in
                guard isAsked(request.resources) else { return .enforced(by: "nothing") }
                if let reason = host.lacks(controller: controller) { return .refused(reason: reason) }
                if let reason = obstacle(request.resources, host) { return .refused(reason: reason) }
                return .enforced(by: "cgroup (\(controller))")
            }
        )
    }

    private static func counted(
        _ directive: String,
        _ controller: String,
        gap: String,
        _ isAsked: @escaping @Sendable (ResourceControl) -> Bool
    ) -> DirectiveRule {
        DirectiveRule([directive]) { request, host in
            guard isAsked(request.resources) else { return .enforced(by: "nothing") }
            if host.lacks(controller: controller) == nil { return .enforced(by: "cgroup (\(controller))") }
            return .emulated(by: "looking at each process", gap: gap)
        }
    }
}

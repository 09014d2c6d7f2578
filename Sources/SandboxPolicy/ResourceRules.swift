import ServiceModel

/// From what a unit may take to the files of cgroups (version 2), after the kernel's `cgroup-v2.rst`.
enum ResourceRules {
    static func plan(_ request: ResourceControl, _ host: HostFeatures) -> ControlGroupPlan {
        var plan = ControlGroupPlan()
        func set(_ directive: String, _ file: String, _ value: String, device: String? = nil) {
            plan.settings.append(.init(directive: directive, file: file, value: value, device: device))
        }
        switch request.cpuWeight {
        case .value(let weight): set("CPUWeight", "cpu.weight", String(weight))
        case .idle: set("CPUWeight", "cpu.idle", "1")
        case nil: break
        }
        if let quota = request.cpuQuota {
            set("CPUQuota", "cpu.max", bandwidth(quota, period: request.cpuQuotaPeriod))
        }
        if !request.allowedCPUs.isEmpty {
            set("AllowedCPUs", "cpuset.cpus", ranges(request.allowedCPUs))
        }
        for bound in ResourceControl.MemoryBound.allCases {
            guard let amount = request.memory[bound] else { continue }
            // A whole that is not known has no parts: the directive is refused.
            guard let value = text(amount, of: host.physicalMemory) else { continue }
            set(bound.directive, file(bound), value)
        }
        if request.outOfMemory == .kill, host.lacks(controller: "memory") == nil {
            set("OOMPolicy", "memory.oom.group", "1")
        }
        if let tasks = request.tasksMaximum, let value = text(tasks, of: host.maximumTasks) {
            set("TasksMax", "pids.max", value)
        }
        if let weight = request.transferWeight { set("IOWeight", "io.weight", "default \(weight)") }
        for limit in request.transferLimits {
            let rate = limit.rate.map { String($0) } ?? "max"
            set(limit.bound.directive, "io.max", "\(word(limit.bound))=\(rate)", device: limit.path)
        }
        plan.controllers = controllers(of: plan.settings, request, host)
        return plan
    }

    /// Counting is refused to nobody: where there is no controller, processes are looked at one by one.
    private static func controllers(
        of settings: [ControlGroupPlan.Setting],
        _ request: ResourceControl,
        _ host: HostFeatures
    ) -> [String] {
        var names: [String] = []
        for setting in settings {
            let name = String(setting.file.prefix { $0 != "." })
            if !names.contains(name) { names.append(name) }
        }
        let countsMemory = request.countsMemory || request.outOfMemory != nil
        for (isCounted, name) in [(countsMemory, "memory"), (request.countsTasks, "pids")]
        where isCounted && host.controllers.contains(name) && !names.contains(name) { names.append(name) }
        return names
    }

    /// `quota period`, in microseconds. The kernel takes periods from 1 ms to 1 s and no quota below 1 ms, so a small
    /// share needs a long period.
    static func bandwidth(_ quota: UInt64, period: TimeSpan?) -> String {
        let shortest = max(1_000, (1_000 * 10_000 + quota - 1) / quota)
        let period = min(max(period?.microseconds ?? 100_000, shortest), 1_000_000)
        return "\(max(1_000, quota.multipliedReportingOverflow(by: period).partialValue / 10_000)) \(period)"
    }

    private static func ranges(_ ranges: [ClosedRange<Int>]) -> String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }

    /// Nil where the whole is not known.
    static func text(_ amount: ResourceControl.Amount, of whole: UInt64) -> String? {
        switch amount {
        case .count(let count): String(count)
        case .infinity: "max"
        case .share(let share):
            whole == 0
                ? nil
                : String(
                    UInt64(10_000).dividingFullWidth(whole.multipliedFullWidth(by: UInt64(share))).quotient
                )
        }
    }

    static func file(_ bound: ResourceControl.MemoryBound) -> String {
        switch bound {
        case .minimum: "memory.min"
        case .low: "memory.low"
        case .high: "memory.high"
        case .maximum: "memory.max"
        case .swapMaximum: "memory.swap.max"
        case .compressedMaximum: "memory.zswap.max"
        }
    }

    private static func word(_ bound: ResourceControl.TransferBound) -> String {
        switch bound {
        case .readBandwidth: "rbps"
        case .writeBandwidth: "wbps"
        case .readOperations: "riops"
        case .writeOperations: "wiops"
        }
    }
}

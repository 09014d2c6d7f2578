import ServiceModel

extension UnitProperties {
    /// Under systemd's names, with systemd's words for what is not set. A percentage is told as one.
    static func resources(_ request: ResourceControl) -> [(String, String)] {
        var list: [(String, String)] = [
            ("CPUWeight", weight(request.cpuWeight)),
            (
                "CPUQuotaPerSecUSec",
                request.cpuQuota.map { TimeText.words(TimeSpan(microseconds: $0 * 100)) } ?? "infinity"
            ),
            ("CPUQuotaPeriodUSec", request.cpuQuotaPeriod.map(TimeText.words) ?? "infinity"),
            (
                "AllowedCPUs",
                request.allowedCPUs.map {
                    $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
                }.joined(separator: " ")
            ),
            ("MemoryAccounting", request.countsMemory ? "yes" : "no"),
            ("TasksAccounting", request.countsTasks ? "yes" : "no"),
            ("TasksMax", amount(request.tasksMaximum, unset: "infinity")),
            ("IOWeight", request.transferWeight.map(String.init) ?? "[not set]"),
        ]
        for bound in ResourceControl.MemoryBound.allCases {
            list.append(
                (bound.directive, amount(request.memory[bound], unset: bound.isLimit ? "infinity" : "0"))
            )
        }
        for limit in request.transferLimits {
            list.append((limit.bound.directive, "\(limit.path) \(limit.rate.map(String.init) ?? "infinity")"))
        }
        return list
    }

    private static func weight(_ weight: ResourceControl.Weight?) -> String {
        switch weight {
        case .value(let number): String(number)
        case .idle: "idle"
        case nil: "[not set]"
        }
    }

    private static func amount(_ amount: ResourceControl.Amount?, unset: String) -> String {
        switch amount {
        case .count(let count): String(count)
        case .share(let share):
            share % 100 == 0 ? "\(share / 100)%" : "\(share)‱"
        case .infinity: "infinity"
        case nil: unset
        }
    }
}

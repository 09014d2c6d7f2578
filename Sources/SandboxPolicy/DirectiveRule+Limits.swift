import ServiceModel

extension DirectiveRule {
    private static let sysNice = CapabilitySet(rawValue: 1 << 23)

    static let limits: [DirectiveRule] = ResourceLimit.Kind.allCases.map { kind in
        DirectiveRule(["Limit" + kind.directiveSuffix]) { request, host in
            let asked = request.limits.last { $0.kind == kind }?.hard ?? 0
            let most = host.hardLimit(kind)
            if asked <= most || host.capabilities.contains(.sysResource) { return .enforced(by: "rlimit") }
            return .emulated(
                by: "rlimit",
                gap: "the hard limit stays at \(most): raising it needs CAP_SYS_RESOURCE"
            )
        }
    }

    static let scheduling: [DirectiveRule] = [
        DirectiveRule(
            ["Nice"],
            relax: { $0.scheduling.nice = nil },
            judge: { request, host in
                enforced(by: "scheduler", ifHeld: (request.scheduling.nice ?? 0) < 0 ? sysNice : [], host)
            }
        ),
        DirectiveRule(
            ["CPUSchedulingPolicy", "CPUSchedulingPriority"],
            relax: {
                $0.scheduling.policy = nil
                $0.scheduling.priority = nil
            },
            judge: { request, host in
                enforced(by: "scheduler", ifHeld: isRealTime(request.scheduling.policy) ? sysNice : [], host)
            }
        ),
        DirectiveRule(
            ["IOSchedulingClass", "IOSchedulingPriority"],
            relax: {
                $0.scheduling.ioClass = nil
                $0.scheduling.ioPriority = nil
            },
            judge: { request, host in
                let isRealTime = request.scheduling.ioClass == .realTime
                return enforced(by: "scheduler", ifHeld: isRealTime ? .sysAdmin : [], host)
            }
        ),
        DirectiveRule(["CPUSchedulingResetOnFork", "CPUAffinity"], by: "scheduler"),
        DirectiveRule(["OOMScoreAdjust"]) { request, host in
            guard let asked = request.properties.oomScoreAdjust, asked < host.oomScoreAdjust,
                !host.capabilities.contains(.sysResource)
            else { return .enforced(by: "oom score") }
            return .emulated(
                by: "oom score",
                gap: "it stays at \(host.oomScoreAdjust): lowering it needs CAP_SYS_RESOURCE"
            )
        },
    ]

    private static func isRealTime(_ policy: Scheduling.Policy?) -> Bool {
        switch policy {
        case .fifo, .roundRobin: true
        case .other, .batch, .idle, .extensible, nil: false
        }
    }
}

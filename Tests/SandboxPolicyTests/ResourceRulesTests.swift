import ServiceModel
import Testing

@testable import SandboxPolicy

@Suite("Files of a unit's cgroup")
struct ResourceRulesTests {
    private func settings(_ change: (inout ResourceControl) -> Void) -> [String] {
        var host = HostFeatures()
        host.physicalMemory = 1_000_000
        host.maximumTasks = 32_768
        var request = ResourceControl()
        change(&request)
        let plan = ResourceRules.plan(request, host)
        return plan.settings.map { "\($0.file) \($0.device.map { $0 + " " } ?? "")\($0.value)" }
            + [plan.controllers.joined(separator: ",")]
    }

    @Test("say what was asked for, in the kernel's words")
    func words() {
        #expect(settings { $0.cpuWeight = .value(7) } == ["cpu.weight 7", "cpu"])
        #expect(settings { $0.cpuWeight = .idle } == ["cpu.idle 1", "cpu"])
        #expect(settings { $0.allowedCPUs = [0...3, 5...5] } == ["cpuset.cpus 0-3,5", "cpuset"])
        #expect(settings { $0.tasksMaximum = .share(2_500) } == ["pids.max 8192", "pids"])
        #expect(settings { $0.transferWeight = 50 } == ["io.weight default 50", "io"])
        let transfers = settings {
            $0.transferLimits = [
                .init(bound: .readBandwidth, path: "/dev/sda", rate: 5),
                .init(bound: .writeOperations, path: "/x", rate: nil),
            ]
        }
        #expect(transfers == ["io.max /dev/sda rbps=5", "io.max /x wiops=max", "io"])
        let memory = settings {
            $0.memory = [
                .minimum: .count(1), .low: .share(10_000), .high: .infinity, .maximum: .share(1),
                .swapMaximum: .count(0), .compressedMaximum: .count(2),
            ]
        }
        #expect(
            memory == [
                "memory.min 1", "memory.low 1000000", "memory.high max", "memory.max 100",
                "memory.swap.max 0",
                "memory.zswap.max 2", "memory",
            ]
        )
    }

    @Test(
        "give a quota a period that the kernel takes",
        arguments: [
            (UInt64(2_000), TimeSpan?.none, "20000 100000"), (2_000, .milliseconds(10), "2000 10000"),
            (15_000, .seconds(5), "1500000 1000000"), (100, .milliseconds(1), "1000 100000"),
            (1, nil, "1000 1000000"), (40_000, TimeSpan(microseconds: 1), "4000 1000"),
        ]
    )
    func bandwidth(quota: UInt64, period: TimeSpan?, expected: String) {
        #expect(ResourceRules.bandwidth(quota, period: period) == expected)
    }

    @Test("are asked for by counting alone where somebody counts")
    func counting() {
        #expect(settings { $0.countsMemory = true } == ["memory"])
        #expect(settings { $0.countsTasks = true } == ["pids"])
        #expect(settings { $0.outOfMemory = .continue } == ["memory"])
        #expect(settings { $0.outOfMemory = .kill } == ["memory.oom.group 1", "memory"])
        var host = HostFeatures()
        host.controllers = []
        var request = ResourceControl()
        request.countsMemory = true
        #expect(ResourceRules.plan(request, host).isEmpty)
    }

    private func plan(
        _ directive: String,
        isBestEffort: Bool = false,
        _ host: HostFeatures,
        _ change: (inout ResourceControl) -> Void
    ) -> ConfinementPlan {
        var request = ExecutionRequest()
        change(&request.resources)
        let use = DirectiveUse(
            directive: directive,
            value: "x",
            location: nil,
            support: .supported,
            restrictsPrivilege: true
        )
        return ConfinementPlan(request, uses: [use], host: host, isBestEffort: isBestEffort)
    }

    @Test("are refused where units' cgroups have no such controller, in a sentence that names it")
    func missing() {
        var host = HostFeatures()
        host.controlGroup = "/sys/fs/cgroup/castellan"
        host.controllers = ["cpu"]
        let limit: (inout ResourceControl) -> Void = { $0.memory = [.maximum: .count(1)] }
        let reason = "it needs the memory controller, which /sys/fs/cgroup/castellan does not have"
        let refused = plan("MemoryMax", host, limit)
        #expect(refused.isRefused && refused.outcomes.map(\.enforcement) == [.refused(reason: reason)])
        let relaxed = plan("MemoryMax", isBestEffort: true, host, limit)
        #expect(!relaxed.isRefused && relaxed.controlGroup.isEmpty)
        host.controlGroup = nil
        let none = plan("MemoryMax", host, limit)
        #expect(
            none.outcomes.map(\.enforcement)
                == [.refused(reason: "it needs a cgroup of version 2, and none can be made here")]
        )
        // Nothing is taken, so nothing is needed.
        #expect(!plan("MemoryMax", host) { $0.memory = [.maximum: .infinity] }.isRefused)
        #expect(
            plan("MemoryAccounting", host) { $0.countsMemory = true }.outcomes.map(\.enforcement) == [
                .emulated(
                    by: "looking at each process",
                    gap: "memory that processes share is counted for each"
                )
            ]
        )
    }

    @Test("hold no percentage of what is not known")
    func unknownWhole() {
        let refused = plan("TasksMax", HostFeatures()) { $0.tasksMaximum = .share(1) }
        #expect(
            refused.outcomes.map(\.enforcement)
                == [.refused(reason: "a percentage needs /proc/sys/kernel/pid_max, which cannot be read")]
        )
    }

    @Test("are written by every directive that has a rule")
    func directives() {
        var host = HostFeatures()
        host.physicalMemory = 1
        let held = plan("MemoryHigh", host) { $0.memory = [.high: .count(5)] }
        #expect(held.outcomes.map(\.enforcement) == [.enforced(by: "cgroup (memory)")])
        #expect(held.controlGroup.settings.map(\.file) == ["memory.high"])
    }
}

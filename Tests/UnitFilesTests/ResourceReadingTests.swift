import ServiceModel
import Testing
import UnitFiles

@Suite("What a unit may take of the machine")
struct ResourceReadingTests {
    private func read(_ lines: String...) -> ResourceControl {
        service(lines.joined(separator: "\n")).definition.execution.resources
    }

    @Test("is a size with a suffix of base 1024, a part of the memory, or everything")
    func memory() {
        #expect(read("MemoryMax=512").memory == [.maximum: .count(512)])
        #expect(
            read("MemoryMax=1.5K", "MemoryHigh=1G").memory == [
                .maximum: .count(1536), .high: .count(1 << 30),
            ]
        )
        #expect(read("MemoryLow=0", "MemoryMin=12%").memory == [.low: .count(0), .minimum: .share(1200)])
        #expect(
            read("MemorySwapMax=0", "MemoryZSwapMax=7.5%").memory == [
                .swapMaximum: .count(0), .compressedMaximum: .share(750),
            ]
        )
        #expect(read("MemoryMax=7.25%").memory == [.maximum: .share(725)])
        #expect(read("MemoryMax=71‰").memory == [.maximum: .share(710)])
        #expect(read("MemoryMax=7‱").memory == [.maximum: .share(7)])
        #expect(read("MemoryMax=1M", "MemoryMax=infinity").memory == [.maximum: .infinity])
        #expect(read("MemoryMax=1M", "MemoryMax=").memory == [:])
    }

    @Test("is CPU time: a weight, a quota in a period, and some of the CPUs")
    func processors() {
        #expect(read("CPUWeight=10000").cpuWeight == .value(10_000))
        #expect(read("CPUWeight=idle").cpuWeight == .idle)
        #expect(read("CPUWeight=7", "CPUWeight=").cpuWeight == nil)
        #expect(read("CPUQuota=20%").cpuQuota == 2_000)
        #expect(read("CPUQuota=250.5%").cpuQuota == 25_050)
        #expect(read("CPUQuotaPeriodSec=10ms").cpuQuotaPeriod == .milliseconds(10))
        #expect(read("AllowedCPUs=0-3,5 7", "AllowedCPUs=9").allowedCPUs == [0...3, 5...5, 7...7, 9...9])
        #expect(read("AllowedCPUs=1", "AllowedCPUs=").allowedCPUs == [])
    }

    @Test("is a number of tasks and what passes through block devices")
    func tasksAndTransfers() {
        #expect(read("TasksMax=12").tasksMaximum == .count(12))
        #expect(read("TasksMax=30%").tasksMaximum == .share(3_000))
        #expect(read("IOWeight=500").transferWeight == 500)
        #expect(
            read(
                "IOReadBandwidthMax=/dev/sda 5M",
                "IOReadBandwidthMax=/dev/sda 1K",
                "IOWriteIOPSMax=/x infinity"
            )
            .transferLimits == [
                .init(bound: .readBandwidth, path: "/dev/sda", rate: 1_000),
                .init(bound: .writeOperations, path: "/x", rate: nil),
            ]
        )
        #expect(read("IOReadIOPSMax=/a 5", "IOReadIOPSMax=").transferLimits == [])
    }

    @Test(
        "is refused where it says nothing",
        arguments: [
            (
                "MemoryMax=0",
                "a size such as '64M' above 0, a percentage of the machine's memory, or 'infinity'"
            ),
            (
                "MemoryMax=0%",
                "a size such as '64M' above 0, a percentage of the machine's memory, or 'infinity'"
            ),
            (
                "MemoryHigh=101%",
                "a size such as '64M' above 0, a percentage of the machine's memory, or 'infinity'"
            ),
            ("MemorySwapMax=-1", "a size such as '64M', a percentage of the machine's memory, or 'infinity'"),
            ("TasksMax=0", "a number of tasks above 0, a percentage, or 'infinity'"),
            ("TasksMax=1.234%", "a number of tasks above 0, a percentage, or 'infinity'"),
            ("CPUQuota=20", "a percentage of one CPU such as '20%'"),
            ("CPUQuota=0%", "a percentage of one CPU such as '20%'"),
            ("CPUQuota=99999999999999999999%", "a percentage of one CPU such as '20%'"),
            ("AllowedCPUs=3-1", "a list of CPUs such as '0-3,5'"),
            ("IOReadBandwidthMax=/dev/sda", "a device or a file on it, and a rate such as '5M'"),
            ("IOReadBandwidthMax=sda 5M", "a device or a file on it, and a rate such as '5M'"),
            ("IOReadBandwidthMax=/dev/sda 0", "a device or a file on it, and a rate such as '5M'"),
        ]
    )
    func wrong(line: String, what: String) {
        let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
        let result = service(line)
        #expect(result.hasErrors)
        #expect(
            result.findings == [
                "web.service:3:\(parts[0].count + 2): error: \(parts[0])= takes \(what), not '\(parts[1])'"
            ]
        )
    }

    @Test(
        "is left out with a word where it would only be a preference",
        arguments: [
            "CPUWeight=0", "CPUWeight=10001", "IOWeight=idle", "MemoryMin=much", "CPUQuotaPeriodSec=0",
        ]
    )
    func preference(line: String) {
        let result = service(line)
        #expect(
            !result.hasErrors && result.findings.count == 1
                && result.findings[0].contains("the line is ignored")
        )
        #expect(result.definition.execution.resources == ResourceControl())
    }
}

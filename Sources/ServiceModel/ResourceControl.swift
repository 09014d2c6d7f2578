/// What a unit's processes together may take of the machine, as its file says it. Nil and absent: not asked for.
package struct ResourceControl: Hashable, Sendable {
    /// `CPUWeight=`, `IOWeight=`.
    package enum Weight: Hashable, Sendable {
        /// 1 to 10000; the kernel's default is 100.
        case value(UInt16)
        /// Only what nobody else wants.
        case idle
    }

    package enum Amount: Hashable, Sendable {
        /// Bytes, or tasks.
        case count(UInt64)
        /// Ten-thousandths of what the machine has.
        case share(UInt32)
        case infinity
    }

    /// One file of the memory controller.
    package enum MemoryBound: UInt8, CaseIterable, Sendable {
        case minimum, low, high, maximum, swapMaximum, compressedMaximum

        package var directive: String {
            switch self {
            case .minimum: "MemoryMin"
            case .low: "MemoryLow"
            case .high: "MemoryHigh"
            case .maximum: "MemoryMax"
            case .swapMaximum: "MemorySwapMax"
            case .compressedMaximum: "MemoryZSwapMax"
            }
        }

        /// Takes memory away, instead of keeping it.
        package var isLimit: Bool {
            switch self {
            case .minimum, .low: false
            case .high, .maximum, .swapMaximum, .compressedMaximum: true
            }
        }
    }

    package enum TransferBound: UInt8, CaseIterable, Sendable {
        case readBandwidth, writeBandwidth, readOperations, writeOperations

        package var directive: String {
            switch self {
            case .readBandwidth: "IOReadBandwidthMax"
            case .writeBandwidth: "IOWriteBandwidthMax"
            case .readOperations: "IOReadIOPSMax"
            case .writeOperations: "IOWriteIOPSMax"
            }
        }
    }

    package struct TransferLimit: Hashable, Sendable {
        package let bound: TransferBound
        /// A block device, or a file on one. Absolute.
        package let path: String
        /// Bytes or operations a second; nil: no limit.
        package let rate: UInt64?

        package init(bound: TransferBound, path: String, rate: UInt64?) {
            self.bound = bound
            self.path = path
            self.rate = rate
        }
    }

    package var cpuWeight: Weight?
    /// Ten-thousandths of one CPU's time.
    package var cpuQuota: UInt64?
    package var cpuQuotaPeriod: TimeSpan?
    /// In no order.
    package var allowedCPUs: [ClosedRange<Int>] = []
    package var memory: [MemoryBound: Amount] = [:]
    package var countsMemory = false
    /// `OOMPolicy=`, where the file has it.
    package var outOfMemory: ServicePolicy.OutOfMemory?
    package var tasksMaximum: Amount?
    package var countsTasks = false
    /// 1 to 10000.
    package var transferWeight: UInt16?
    package var transferLimits: [TransferLimit] = []

    package init() {}
}

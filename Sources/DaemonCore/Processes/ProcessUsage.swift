/// What a unit's processes take now, as far as anybody counts it.
struct ProcessUsage {
    /// The absolute path of its directory.
    var controlGroup: String?
    /// Its path inside the hierarchy, as `/proc/PID/cgroup` has it.
    var controlGroupPath: String?
    /// Bytes.
    var memory: UInt64?
    var tasks: UInt64?
    /// Microseconds of CPU time since the cgroup was made; nil where nobody counts it.
    var processorTime: UInt64?
}

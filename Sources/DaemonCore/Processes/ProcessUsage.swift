/// What a unit's processes take now, as far as anybody counts it.
struct ProcessUsage {
    var controlGroup: String?
    /// Bytes.
    var memory: UInt64?
    var tasks: UInt64?
}

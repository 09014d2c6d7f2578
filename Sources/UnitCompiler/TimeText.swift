import ServiceModel

/// A time span as systemd prints it: `1min 30s`, `100ms`, `infinity`.
enum TimeText {
    private static let units: [(name: String, microseconds: UInt64)] = [
        ("y", 31_557_600_000_000), ("month", 2_629_800_000_000), ("w", 604_800_000_000),
        ("d", 86_400_000_000),
        ("h", 3_600_000_000), ("min", 60_000_000), ("s", 1_000_000), ("ms", 1_000), ("us", 1),
    ]

    static func words(_ span: TimeSpan) -> String {
        if span.isInfinite { return "infinity" }
        if span == .zero { return "0" }
        var rest = span.microseconds
        var words: [String] = []
        for unit in units where rest >= unit.microseconds {
            words.append("\(rest / unit.microseconds)\(unit.name)")
            rest %= unit.microseconds
        }
        return words.joined(separator: " ")
    }
}

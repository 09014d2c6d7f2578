/// systemd's time spans: `10`, `10s`, `1min 30s`, `2h`, `infinity`.
enum SpanText {
    private static let units: [(names: [String], microseconds: UInt64)] = [
        (["us", "usec", "µs", "μs"], 1),
        (["ms", "msec"], 1000),
        (["", "s", "sec", "second", "seconds"], 1_000_000),
        (["m", "min", "minute", "minutes"], 60_000_000),
        (["h", "hr", "hour", "hours"], 3_600_000_000),
        (["d", "day", "days"], 86_400_000_000),
        (["w", "week", "weeks"], 604_800_000_000),
        (["M", "month", "months"], 2_629_800_000_000),
        (["y", "year", "years"], 31_557_600_000_000),
    ]

    /// Microseconds, `UInt64.max` for infinity; nil for what is no span.
    static func microseconds(_ text: String) -> UInt64? {
        if text == "infinity" { return .max }
        var rest = text[...].drop { $0 == " " }
        var total: UInt64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            guard let part = component(&rest) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            if overflow { return nil }
            total = sum
            rest = rest.drop { $0 == " " }
        }
        return total
    }

    private static func component(_ rest: inout Substring) -> UInt64? {
        let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        rest = rest.dropFirst(number.count).drop { $0 == " " }
        let name = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(name.count)
        guard let value = Double(number), let unit = units.first(where: { $0.names.contains(String(name)) })
        else {
            return nil
        }
        let product = value * Double(unit.microseconds)
        return product < 9e18 ? UInt64(product.rounded()) : nil
    }
}

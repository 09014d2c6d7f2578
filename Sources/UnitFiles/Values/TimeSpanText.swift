import ServiceModel

/// Time spans after systemd.time(7): `5`, `1h 30min`, `500ms`, `infinity`.
enum TimeSpanText {
    /// Microseconds by unit.
    private static let units: [String: UInt64] = {
        var table: [String: UInt64] = [:]
        let named: [(UInt64, [String])] = [
            (1, ["usec", "us", "µs", "μs"]), (1_000, ["msec", "ms"]),
            (1_000_000, ["seconds", "second", "sec", "s"]),
            (60_000_000, ["minutes", "minute", "min", "m"]), (3_600_000_000, ["hours", "hour", "hr", "h"]),
            (86_400_000_000, ["days", "day", "d"]), (604_800_000_000, ["weeks", "week", "w"]),
            (2_629_800_000_000, ["months", "month", "M"]), (31_557_600_000_000, ["years", "year", "y"]),
        ]
        for (length, names) in named { for name in names { table[name] = length } }
        return table
    }()

    /// The same units in nanoseconds, and those below a microsecond.
    private static let fineUnits: [String: UInt64] = {
        var table = units.mapValues { $0 * 1_000 }
        table["ns"] = 1
        table["nsec"] = 1
        return table
    }()

    /// `defaultUnit` is that of a bare number, in microseconds.
    static func parse(_ text: String, defaultUnit: UInt64 = 1_000_000) -> TimeSpan? {
        if text == "infinity" { return .infinity }
        return total(text, units, defaultUnit).map(TimeSpan.init(microseconds:))
    }

    /// Nanoseconds; a bare number counts them.
    static func nanoseconds(_ text: String) -> UInt64? { total(text, fineUnits, 1) }

    private static func total(_ text: String, _ units: [String: UInt64], _ defaultUnit: UInt64) -> UInt64? {
        var rest = text.drop { $0 == " " || $0 == "\t" }
        guard !rest.isEmpty else { return nil }
        var total: UInt64 = 0
        while !rest.isEmpty {
            guard let part = component(&rest, units, defaultUnit) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow, sum != .max else { return nil }
            total = sum
            rest = rest.drop { $0 == " " || $0 == "\t" }
        }
        return total
    }

    /// A number, perhaps with a fraction, perhaps with a unit.
    private static func component(
        _ rest: inout Substring,
        _ units: [String: UInt64],
        _ defaultUnit: UInt64
    ) -> UInt64? {
        if rest.begins(with: "+") { rest = rest.dropFirst() }
        let whole = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest[whole.endIndex...]
        var fraction: Substring?
        if rest.begins(with: ".") {
            let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            rest = rest[digits.endIndex...]
            fraction = digits
            guard !rest.begins(with: ".") else { return nil }
        }
        // `.5s` has no whole part.
        guard let number = whole.isEmpty && fraction != nil ? 0 : UInt64(whole) else { return nil }
        rest = rest.drop { $0 == " " || $0 == "\t" }
        let name = rest.prefix { $0.isLetter }
        rest = rest[name.endIndex...]
        guard let unit = name.isEmpty ? defaultUnit : units[String(name)] else { return nil }
        let (scaled, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        guard let fraction else { return scaled }
        guard let part = NumberText.fraction(fraction, of: unit) else { return nil }
        let (sum, carried) = scaled.addingReportingOverflow(part)
        return carried ? nil : sum
    }
}

/// One measured figure beside what it may be.
struct Figure {
    let name: String
    let measured: String
    let target: String
    let isWithin: Bool

    /// `ours` against `floor`, both in microseconds, medians of the same run.
    static func ratio(_ name: String, _ ours: [Double], over floor: [Double], atMost limit: Double) -> Figure
    {
        let ratio = ours.median / floor.median
        return Figure(
            name: name,
            measured:
                "\(fixed(ratio, 2)) x (\(time(ours.median)) / \(time(floor.median)), \(ours.count) each)",
            target: "\(fixed(limit, 2)) x",
            isWithin: ratio <= limit
        )
    }

    /// For comparison: nothing is promised.
    static func ratio(_ name: String, _ ours: [Double], over floor: [Double]) -> Figure {
        let promised = ratio(name, ours, over: floor, atMost: .infinity)
        return Figure(name: name, measured: promised.measured, target: "", isWithin: true)
    }

    static func amount(_ name: String, _ value: Double, _ unit: String, atMost limit: Double) -> Figure {
        Figure(
            name: name,
            measured: "\(fixed(value, 2)) \(unit)",
            target: "\(fixed(limit, 2)) \(unit)",
            isWithin: value <= limit
        )
    }

    var line: String {
        "\(isWithin ? "  " : "! ")\(padded(name, 48)) \(padded(target, 10)) \(measured)"
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    guard value.isFinite else { return "none" }
    let whole = Int((value * scale).rounded())
    let text = String(whole.magnitude)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    return (whole < 0 ? "-" : "") + padded.dropLast(digits) + (digits > 0 ? "." : "") + padded.suffix(digits)
}

func time(_ microseconds: Double) -> String {
    microseconds < 10_000 ? "\(fixed(microseconds, 0)) us" : "\(fixed(microseconds / 1000, 1)) ms"
}

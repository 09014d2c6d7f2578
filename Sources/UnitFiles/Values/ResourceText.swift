import ServiceModel

/// The values of resource control, after systemd.resource-control(5).
enum ResourceText {
    /// `idle`, or 1 to 10000.
    static func weight(_ text: String) -> ResourceControl.Weight? {
        text == "idle" ? .idle : plainWeight(text).map(ResourceControl.Weight.value)
    }

    static func plainWeight(_ text: String) -> UInt16? {
        guard let number: UInt16 = NumberText.unsigned(text), (1...10_000).contains(number) else {
            return nil
        }
        return number
    }

    /// Bytes with a suffix of base 1024, a part of the whole, or `infinity`.
    static func memory(_ text: String) -> ResourceControl.Amount? {
        amount(text, NumberText.size)
    }

    /// A number, a part of the whole, or `infinity`. None at all would be a unit that cannot run.
    static func tasks(_ text: String) -> ResourceControl.Amount? {
        guard let amount = amount(text, { NumberText.unsigned($0) }) else { return nil }
        return isNothing(amount) ? nil : amount
    }

    static func isNothing(_ amount: ResourceControl.Amount) -> Bool {
        switch amount {
        case .count(let count): count == 0
        case .share(let share): share == 0
        case .infinity: false
        }
    }

    private static func amount(_ text: String, _ count: (String) -> UInt64?) -> ResourceControl.Amount? {
        if text == "infinity" { return .infinity }
        if let share = share(text) { return share <= 10_000 ? .share(UInt32(share)) : nil }
        guard let count = count(text), count < .max else { return nil }
        return .count(count)
    }

    /// `20%`, `20.5%`, `20.25%`, `205‰` or `2050‱`, in ten-thousandths.
    static func share(_ text: String) -> UInt64? {
        for (mark, scale) in [("%", UInt64(100)), ("‰", 10), ("‱", 1)] where text.ends(with: mark) {
            let parts = text.dropLast().fields(at: ".", omittingEmptySubsequences: false).map(String.init)
            guard (1...2).contains(parts.count), let whole = digits(parts[0]) else { return nil }
            let (scaled, overflow) = whole.multipliedReportingOverflow(by: scale)
            guard !overflow, scaled <= UInt64(UInt32.max) else { return nil }
            if parts.count == 1 { return scaled }
            guard let part = fraction(parts[1], of: scale) else { return nil }
            return scaled + part
        }
        return nil
    }

    /// As many digits as the mark has room for.
    private static func fraction(_ text: String, of scale: UInt64) -> UInt64? {
        guard let number = digits(text) else { return nil }
        switch (scale, text.utf8.count) {
        case (100, 1), (10, 1): return scale == 100 ? number * 10 : number
        case (100, 2): return number
        default: return nil
        }
    }

    private static func digits(_ text: String) -> UInt64? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? UInt64(text) : nil
    }

    /// A number a second, with a suffix of base 1000; nil inside: no limit.
    static func rate(_ text: String) -> UInt64?? {
        if text == "infinity" { return .some(nil) }
        let units: [Character: UInt64] = [
            "K": 1_000, "M": 1_000_000, "G": 1_000_000_000, "T": 1_000_000_000_000, "B": 1,
        ]
        let scale = text.last.flatMap { units[$0] }
        guard let number = digits(String(scale == nil ? text[...] : text.dropLast())), number > 0 else {
            return nil
        }
        let (rate, overflow) = number.multipliedReportingOverflow(by: scale ?? 1)
        return overflow ? nil : .some(rate)
    }
}

import ServiceModel

/// The values of `LimitXXX=`: `soft:hard`, one for both, `infinity`, each limit in its own unit.
enum LimitText {
    static func parse(_ text: String, _ kind: ResourceLimit.Kind) -> ResourceLimit? {
        let parts = text.fields(at: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        guard let soft = value(parts[0], kind) else { return nil }
        let hard = parts.count == 2 ? value(parts[1], kind) : soft
        guard let hard, soft <= hard else { return nil }
        return ResourceLimit(kind: kind, soft: soft, hard: hard)
    }

    private static func value(_ text: String, _ kind: ResourceLimit.Kind) -> UInt64? {
        if text == "infinity" { return ResourceLimit.infinity }
        switch kind {
        case .cpu: return time(text, unit: 1_000_000)
        case .realTimeTime: return time(text, unit: 1)
        case .nice: return nice(text)
        case .fileSize, .data, .stack, .core, .residentSet, .lockedMemory, .addressSpace, .messageQueue:
            return NumberText.size(text).flatMap { $0 == ResourceLimit.infinity ? nil : $0 }
        case .processes, .openFiles, .locks, .pendingSignals, .realTimePriority:
            return NumberText.unsigned(text).flatMap { $0 == ResourceLimit.infinity ? nil : $0 }
        }
    }

    /// In the kernel's unit, rounded up: a limit of half a second must not become none.
    private static func time(_ text: String, unit: UInt64) -> UInt64? {
        guard let span = TimeSpanText.parse(text, defaultUnit: unit), !span.isInfinite else { return nil }
        return span.microseconds / unit + (span.microseconds % unit == 0 ? 0 : 1)
    }

    /// `+n` and `-n` are nice levels, which the kernel counts as 20 minus the level; a bare number is the
    /// kernel's.
    private static func nice(_ text: String) -> UInt64? {
        guard let first = text.first else { return nil }
        if first == "+" || first == "-" {
            guard let level = NumberText.signed(text), (-20...19).contains(level) else { return nil }
            return UInt64(20 - level)
        }
        guard let raw: UInt64 = NumberText.unsigned(text), raw <= 40 else { return nil }
        return raw
    }
}

import ServiceModel

/// Moments as systemd's `show` prints them, in UTC.
enum Timestamp {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    /// `Mon 2026-11-23 15:40:01 UTC`; empty for a moment that never was.
    static func text(_ moment: WallTime) -> String {
        guard moment.microseconds > 0 else { return "" }
        let iso = WallClock.text(moment.microseconds)
        let day = weekdays[Int(moment.microseconds / 86_400_000_000 % 7)]
        return "\(day) \(iso.prefix(10)) \(iso.dropFirst(11).prefix(8)) UTC"
    }
}

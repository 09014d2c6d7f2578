/// A length of time in whole microseconds, systemd's own resolution, with a value for "for ever".
package struct TimeSpan: Hashable, Comparable, Sendable {
    package let microseconds: UInt64

    package init(microseconds: UInt64) {
        self.microseconds = microseconds
    }

    package static let zero = TimeSpan(microseconds: 0)

    /// No limit: written `infinity` in a unit file.
    package static let infinity = TimeSpan(microseconds: .max)

    package static func milliseconds(_ count: UInt64) -> TimeSpan { TimeSpan(microseconds: count * 1_000) }

    package static func seconds(_ count: UInt64) -> TimeSpan { TimeSpan(microseconds: count * 1_000_000) }

    package var isInfinite: Bool { self == .infinity }

    package static func < (left: TimeSpan, right: TimeSpan) -> Bool {
        left.microseconds < right.microseconds
    }
}

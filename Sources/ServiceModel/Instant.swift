/// A moment on the monotonic clock, in microseconds since boot. Logic takes it as an argument and never reads
/// a clock.
package struct Instant: Hashable, Comparable, Sendable {
    package let microseconds: UInt64

    package init(microseconds: UInt64) {
        self.microseconds = microseconds
    }

    /// The moment that never comes.
    package static let never = Instant(microseconds: .max)

    package static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    /// Saturates: an infinite span leads to `.never`.
    package static func + (start: Instant, span: TimeSpan) -> Instant {
        let (sum, overflow) = start.microseconds.addingReportingOverflow(span.microseconds)
        return overflow ? .never : Instant(microseconds: sum)
    }

    /// The span from `earlier` to here; zero when `earlier` is later.
    package func since(_ earlier: Instant) -> TimeSpan {
        TimeSpan(microseconds: microseconds > earlier.microseconds ? microseconds - earlier.microseconds : 0)
    }
}

/// A moment on the wall clock, in microseconds since 1970-01-01 00:00 UTC.
package struct WallTime: Hashable, Comparable, Sendable {
    package let microseconds: UInt64

    package init(microseconds: UInt64) {
        self.microseconds = microseconds
    }

    package static func < (left: WallTime, right: WallTime) -> Bool {
        left.microseconds < right.microseconds
    }
}

import CLinux

/// A moment in the local time zone, to the second.
package struct ClientCalendar: Equatable, Sendable {
    package var year: Int
    /// 1 to 12.
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// Seconds since 1970-01-01 00:00 UTC. Corresponds to `localtime_r(3)`; the epoch where the zone has no answer.
    package init(secondsSinceEpoch: Int64) {
        var parts = cl_calendar(year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0)
        _ = unsafe cl_local_calendar(secondsSinceEpoch, &parts)
        self.init(
            year: Int(parts.year),
            month: Int(parts.month),
            day: Int(parts.day),
            hour: Int(parts.hour),
            minute: Int(parts.minute),
            second: Int(parts.second)
        )
    }

    /// Corresponds to `mktime(3)`.
    package var secondsSinceEpoch: Int64 {
        var parts = cl_calendar(
            year: Int32(clamping: year),
            month: Int32(clamping: month),
            day: Int32(clamping: day),
            hour: Int32(clamping: hour),
            minute: Int32(clamping: minute),
            second: Int32(clamping: second)
        )
        return unsafe cl_seconds_of_calendar(&parts)
    }
}

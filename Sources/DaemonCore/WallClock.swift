/// Wall-clock moments as text, without the C library's time zones: always UTC, always the same width.
enum WallClock {
    /// `2026-11-23T15:40:01.123Z`
    static func text(_ microseconds: UInt64) -> String {
        let seconds = Int(microseconds / 1_000_000)
        let date = civil(daysSinceEpoch: seconds / 86400)
        let inDay = seconds % 86400
        let time = "\(two(inDay / 3600)):\(two(inDay / 60 % 60)):\(two(inDay % 60))"
        let milliseconds = Int(microseconds / 1000 % 1000)
        return "\(date.year)-\(two(date.month))-\(two(date.day))T\(time).\(three(milliseconds))Z"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func three(_ number: Int) -> String { number < 100 ? "0" + two(number) : "\(number)" }

    /// The proleptic Gregorian date of a day number, 0 being 1970-01-01. Eras of 400 years have 146 097
    /// days; a year that begins in March keeps the leap day at its end.
    private static func civil(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

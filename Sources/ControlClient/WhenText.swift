import LinuxSystem
import ServiceModel

/// systemd's timestamps, as `--since` takes them: `2026-11-23 17:00`, `17:00`, `today`, `10min ago`, `-2h`, `@1795453200`.
struct WhenText {
    /// Microseconds since 1970.
    let now: UInt64

    /// Microseconds since 1970; nil for what is no timestamp.
    func microseconds(_ text: String) -> UInt64? {
        let text = text.fields(at: " ").joined(separator: " ")
        let midnight = ClientCalendar(secondsSinceEpoch: Int64(now / 1_000_000)).midnight
        switch text {
        case "": return nil
        case "now": return now
        case "today": return instant(midnight)
        case "yesterday": return instant(midnight.adding(days: -1))
        case "tomorrow": return instant(midnight.adding(days: 1))
        default: return relative(text) ?? absolute(text, midnight)
        }
    }

    private func relative(_ text: String) -> UInt64? {
        if text.begins(with: "@") {
            guard let seconds = UInt64(text.dropFirst()), seconds < 1 << 40 else { return nil }
            return seconds * 1_000_000
        }
        let isAgo = text.ends(with: " ago")
        guard isAgo || text.begins(with: "-") || text.begins(with: "+") else { return nil }
        let bare = isAgo ? String(text.dropLast(4)) : String(text.dropFirst())
        guard let span = SpanText.microseconds(bare), span != .max else { return nil }
        if text.begins(with: "+") {
            let (moment, overflow) = now.addingReportingOverflow(span)
            return overflow ? nil : moment
        }
        return now > span ? now - span : 0
    }

    /// `DATE`, `TIME`, `DATE TIME`, `UTC` behind them perhaps, a weekday before them perhaps.
    private func absolute(_ text: String, _ midnight: ClientCalendar) -> UInt64? {
        var words = text.fields(at: " ")
        let isUniversal = words.last == "UTC"
        if isUniversal { words.removeLast() }
        if let first = words.first, words.count > 1, WhenText.weekdays.contains(first.prefix(3).lowercased())
        {
            words.removeFirst()
        }
        var moment = midnight
        if let word = words.first, let date = WhenText.date(word) {
            moment = date
            words.removeFirst()
        } else if let word = words.first, words.count == 2, let day = day(word, midnight) {
            moment = day
            words.removeFirst()
        } else if words.count != 1 {
            return nil
        }
        if let word = words.first {
            guard let time = WhenText.time(word) else { return nil }
            (moment.hour, moment.minute, moment.second) = time
            words.removeFirst()
        }
        guard words.isEmpty else { return nil }
        return isUniversal ? WhenText.universal(moment) : instant(moment)
    }

    private static let weekdays: Set<String> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    private func day(_ word: Substring, _ midnight: ClientCalendar) -> ClientCalendar? {
        switch word {
        case "today": midnight
        case "yesterday": midnight.adding(days: -1)
        case "tomorrow": midnight.adding(days: 1)
        default: nil
        }
    }

    private static func date(_ word: Substring) -> ClientCalendar? {
        let parts = word.fields(at: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { number($0, upTo: 9999) }
        guard parts.count == 3, numbers.count == 3 else { return nil }
        // systemd reads two digits as a year between 1969 and 2068.
        let year = parts[0].count == 2 ? numbers[0] + (numbers[0] < 69 ? 2000 : 1900) : numbers[0]
        guard year >= 1970, (1...12).contains(numbers[1]), (1...days(year, numbers[1])).contains(numbers[2])
        else {
            return nil
        }
        return ClientCalendar(year: year, month: numbers[1], day: numbers[2])
    }

    private static func days(_ year: Int, _ month: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        switch month {
        case 2: return isLeap ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    private static func time(_ word: Substring) -> (hour: Int, minute: Int, second: Int)? {
        let parts = word.fields(at: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = number(parts[0], upTo: 23),
            let minute = number(parts[1], upTo: 59)
        else { return nil }
        guard parts.count == 3 else { return (hour, minute, 0) }
        // Fractions of a second say nothing to people who look at a day's ends.
        guard let second = number(parts[2].prefix { $0 != "." }, upTo: 59) else { return nil }
        return (hour, minute, second)
    }

    private static func number(_ text: Substring, upTo limit: Int) -> Int? {
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(text) else {
            return nil
        }
        return number <= limit ? number : nil
    }

    private func instant(_ calendar: ClientCalendar) -> UInt64? {
        UInt64(exactly: calendar.secondsSinceEpoch).map { $0 * 1_000_000 }
    }

    /// Days since 1970 by the civil calendar.
    private static func universal(_ moment: ClientCalendar) -> UInt64? {
        var count = moment.day - 1
        for year in 1970..<moment.year { count += days(year, 2) == 29 ? 366 : 365 }
        for month in 1..<moment.month { count += days(moment.year, month) }
        let seconds = ((count * 24 + moment.hour) * 60 + moment.minute) * 60 + moment.second
        return UInt64(exactly: seconds).map { $0 * 1_000_000 }
    }
}

extension ClientCalendar {
    fileprivate var midnight: ClientCalendar { ClientCalendar(year: year, month: month, day: day) }

    /// A day outside the month is carried into the next or the one before, as `mktime(3)` does.
    fileprivate func adding(days: Int) -> ClientCalendar {
        var moved = self
        moved.day += days
        return moved
    }
}

import Glibc
import Testing

@testable import ControlClient

@Suite("Times as systemd writes them", .serialized)
struct TimeTextTests {
    /// 2026-11-23 17:00:00 UTC.
    private static let now: UInt64 = 1_795_453_200

    init() {
        setenv("TZ", "UTC", 1)
        tzset()
    }

    @Test(
        "are moments",
        arguments: [
            ("now", 0), ("today", -61200), ("yesterday", -61200 - 86400), ("tomorrow", 86400 - 61200),
            ("10min ago", -600), ("-2h", -7200), ("+1h 30min", 5400), ("@1795453100", -100),
            ("2026-11-23 17:00", 0), ("2026-11-23 16:59:30", -30), ("2026-11-23", -61200), ("16:00", -3600),
            ("Mon 2026-11-23 17:00:00 UTC", 0), ("26-11-22 17:00", -86400), ("yesterday 17:00", -86400),
            ("2024-02-29 00:00 UTC", 1_709_164_800 - 1_795_453_200),
        ] as [(String, Int64)]
    )
    func moments(text: String, distance: Int64) {
        let expected = UInt64(Int64(TimeTextTests.now) + distance) * 1_000_000
        #expect(WhenText(now: TimeTextTests.now * 1_000_000).microseconds(text) == expected)
    }

    @Test(
        "are refused when they are none",
        arguments: [
            "", "soon", "10min", "25:00", "2026-13-01", "2026-02-30", "17:60", "2026-11-23 17", "@", "@x",
            "today 5", "- 2x", "infinity ago", "+285000y 285000y 14500y", "2026-11-23T17:00",
            "99999999999999999999y ago",
        ]
    )
    func nonsense(text: String) {
        #expect(WhenText(now: TimeTextTests.now * 1_000_000).microseconds(text) == nil)
    }

    @Test("follow the local zone across a change of its clocks")
    func zone() {
        setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1)
        tzset()
        let when = WhenText(now: TimeTextTests.now * 1_000_000)
        // 18:00 in this zone; midnight was 23:00 UTC, and in July the clocks are two hours ahead.
        #expect(when.microseconds("today") == (TimeTextTests.now - 18 * 3600) * 1_000_000)
        #expect(when.microseconds("2026-07-01 12:00") == 1_782_900_000 * 1_000_000)
    }

    @Test(
        "are spans",
        arguments: [
            ("10", 10_000_000), ("10s", 10_000_000), ("1min 30s", 90_000_000), ("1min30s", 90_000_000),
            ("500ms", 500_000), ("1.5h", 5_400_000_000), ("2 days", 172_800_000_000),
            ("infinity", UInt64.max),
        ] as [(String, UInt64)]
    )
    func spans(text: String, microseconds: UInt64) {
        #expect(SpanText.microseconds(text) == microseconds)
    }

    @Test(
        "are refused when they are no spans",
        arguments: ["", " ", "x", "5x", "-5s", "s", "1..5s", "1e400y", "285000y 285000y 285000y"]
    )
    func noSpans(text: String) {
        #expect(SpanText.microseconds(text) == nil)
    }
}

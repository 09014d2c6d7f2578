import CLinux

/// The two clocks, in microseconds.
package enum Clock {
    /// Since boot, not counting suspend. Corresponds to `CLOCK_MONOTONIC`.
    package static func monotonic() -> UInt64 { cl_monotonic_now() }

    /// Since 1970-01-01 00:00 UTC. Corresponds to `CLOCK_REALTIME`.
    package static func wall() -> UInt64 { cl_wall_now() }

    /// For a condition that nobody tells of. A signal ends it early.
    package static func pause(milliseconds: Int32) { cl_pause(milliseconds) }
}

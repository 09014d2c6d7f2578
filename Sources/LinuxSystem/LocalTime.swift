import CLinux

/// Wall-clock moments in the reader's own time zone.
package enum LocalTime {
    /// Corresponds to `strftime(3)`; empty when the moment has no local time.
    package static func text(_ microseconds: UInt64, _ format: String) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        let count = unsafe cl_local_time(Int64(microseconds / 1_000_000), format, &buffer, buffer.count)
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

import LinuxSystem

/// The daemon's own messages, one line each, on standard error. Never blocks, also where services write to the same
/// pipe or terminal: a line that does not fit now is dropped and counted.
final class Log {
    private let output: FileDescriptor
    private var dropped = 0
    /// What is left of a line that was taken in part.
    private var rest: [UInt8] = []
    private var lastMoment: (milliseconds: UInt64, text: [UInt8]) = (0, [])

    init(output: consuming FileDescriptor) {
        self.output = output
    }

    func info(_ message: String) { write("info", message) }

    func warning(_ message: String) { write("warning", message) }

    func error(_ message: String) { write("error", message) }

    private func write(_ level: String, _ message: String) {
        // Both in one piece: the notice alone would fit more often, and use up the room.
        var lines: [UInt8] = []
        lines.reserveCapacity(message.utf8.count + 48)
        if dropped > 0 {
            append(
                "warning",
                "\(dropped) lines of this log were dropped: nobody read them in time",
                to: &lines
            )
        }
        append(level, message, to: &lines)
        let isTaken = send(rest) && rest.isEmpty && send(lines)
        dropped = isTaken ? 0 : dropped + 1
    }

    /// Cut to what, with the notice, a pipe takes whole or not at all.
    private func append(_ level: String, _ message: String, to lines: inout [UInt8]) {
        lines += moment(Clock.wall())
        lines += level.utf8
        lines += ": ".utf8
        for byte in message.utf8.prefix(3800) {
            lines.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: "?") : byte)
        }
        lines.append(UInt8(ascii: "\n"))
    }

    /// The time with a blank behind it. Many lines fall into one millisecond.
    private func moment(_ now: UInt64) -> [UInt8] {
        if now / 1000 != lastMoment.milliseconds || lastMoment.text.isEmpty {
            lastMoment = (now / 1000, Array("\(WallClock.text(now)) ".utf8))
        }
        return lastMoment.text
    }

    /// Whether any of it was taken.
    private func send(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return true }
        do {
            guard let count = try output.writeNow(bytes) else { return false }
            rest = count == bytes.count ? [] : Array(bytes[count...])
            return true
        } catch {
            rest = []
            return false
        }
    }
}

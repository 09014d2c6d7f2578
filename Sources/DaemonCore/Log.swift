import LinuxSystem

/// The daemon's own messages, one line each, on standard error. Never blocks, also where services write to the same
/// pipe or terminal: a line that does not fit now is dropped and counted.
final class Log {
    private let output: FileDescriptor
    private var dropped = 0
    /// What is left of a line that was taken in part.
    private var rest: [UInt8] = []

    init(output: consuming FileDescriptor) {
        self.output = output
    }

    func info(_ message: String) { write("info", message) }

    func warning(_ message: String) { write("warning", message) }

    func error(_ message: String) { write("error", message) }

    private func write(_ level: String, _ message: String) {
        // Both in one piece: the notice alone would fit more often, and use up the room.
        var lines: [UInt8] = []
        if dropped > 0 {
            Log.append(
                "warning",
                "\(dropped) lines of this log were dropped: nobody read them in time",
                to: &lines
            )
        }
        Log.append(level, message, to: &lines)
        let isTaken = send(rest) && rest.isEmpty && send(lines)
        dropped = isTaken ? 0 : dropped + 1
    }

    /// Cut to what, with the notice, a pipe takes whole or not at all.
    private static func append(_ level: String, _ message: String, to lines: inout [UInt8]) {
        lines += "\(WallClock.text(Clock.wall())) \(level): ".utf8
        for byte in message.utf8.prefix(3800) {
            lines.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: "?") : byte)
        }
        lines.append(UInt8(ascii: "\n"))
    }

    /// Whether any of it was taken.
    private func send(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return true }
        do {
            guard let count = try output.writeNow(bytes) else { return false }
            rest = Array(bytes[count...])
            return true
        } catch {
            rest = []
            return false
        }
    }
}

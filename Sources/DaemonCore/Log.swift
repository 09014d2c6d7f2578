import LinuxSystem

/// The daemon's own messages, one line each, on standard error. Never blocks: a line that does not fit now is
/// dropped and counted.
final class Log {
    private let output: FileDescriptor
    private var dropped = 0

    init(output: consuming FileDescriptor) {
        self.output = output
    }

    func info(_ message: String) { write("info", message) }

    func warning(_ message: String) { write("warning", message) }

    func error(_ message: String) { write("error", message) }

    private func write(_ level: String, _ message: String) {
        guard output.isWritableNow() else {
            dropped += 1
            return
        }
        if dropped > 0 {
            let notice = dropped
            dropped = 0
            emit("warning", "\(notice) lines of this log were dropped: nobody read them in time")
        }
        emit(level, message)
    }

    /// A line longer than PIPE_BUF could block half-way, so it is cut.
    private func emit(_ level: String, _ message: String) {
        let now = WallClock.text(Clock.wall())
        var line = Array("\(now) \(level): ".utf8)
        for byte in message.utf8.prefix(3800) {
            line.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: "?") : byte)
        }
        line.append(UInt8(ascii: "\n"))
        do {
            _ = try output.write(line)
        } catch {
            dropped += 1
        }
    }
}

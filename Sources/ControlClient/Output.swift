import LinuxSystem

/// Standard output and error. A reader that went away, as in `status | head`, is no error of ours.
final class Output {
    private let standard = FileDescriptor(owning: 1)
    private let problems = FileDescriptor(owning: 2)
    private var text: [UInt8] = []

    /// Text that came from units may hold anything; a terminal must not take orders from it.
    func line(_ line: String) {
        for byte in line.utf8 {
            text.append(byte < 0x20 && byte != 0x09 || byte == 0x7F ? UInt8(ascii: "?") : byte)
        }
        text.append(UInt8(ascii: "\n"))
    }

    func raw(_ bytes: [UInt8]) {
        text += bytes
    }

    func problem(_ line: String) {
        write(Array((line + "\n").utf8), to: problems)
    }

    func flush() {
        write(text, to: standard)
        text = []
    }

    private func write(_ bytes: [UInt8], to output: borrowing FileDescriptor) {
        var written = 0
        do {
            while written < bytes.count { written += try output.write(bytes, from: written) ?? 0 }
        } catch {
            return
        }
    }
}

import LinuxSystem

/// Lines of a file, a piece at a time, so that no file is too large. A line longer than the limit is passed
/// over.
struct LineReader: ~Copyable {
    /// A group with tens of thousands of members still fits.
    static let maximumLength = 1 << 20

    private let file: FileDescriptor
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var isSkipping = false

    init(_ file: consuming FileDescriptor) {
        self.file = file
    }

    /// The next line without its end, nil after the last.
    mutating func next() throws(SystemError) -> ArraySlice<UInt8>? {
        while true {
            if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[start..<end]
                start = end + 1
                if isSkipping {
                    isSkipping = false
                    continue
                }
                return line
            }
            if isAtEnd {
                guard start < buffer.count, !isSkipping else { return nil }
                let line = buffer[start...]
                start = buffer.count
                return line
            }
            try fill()
        }
    }

    private mutating func fill() throws(SystemError) {
        buffer.removeFirst(start)
        start = 0
        if buffer.count > LineReader.maximumLength {
            isSkipping = true
            buffer.removeAll(keepingCapacity: true)
        }
        guard let part = try file.read(upTo: 4096), !part.isEmpty else {
            isAtEnd = true
            return
        }
        buffer += part
    }
}

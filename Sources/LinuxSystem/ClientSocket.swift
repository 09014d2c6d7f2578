import CLinux

/// A stream connection to a daemon on this host. Every wait has a deadline of the caller's.
package struct ClientSocket: ~Copyable {
    package enum Arrival: Sendable {
        /// Empty at the end of the stream.
        case bytes([UInt8])
        /// Nothing came in time.
        case nothing
        /// A signal waits to be read.
        case signal
    }

    private let descriptor: FileDescriptor

    /// Connects; while the listener's queue is full, tries again until `patience` (milliseconds) is over.
    package init(path: String, patience: Int32) throws(SystemError) {
        let deadline = Clock.monotonic() + UInt64(patience) * 1000
        var result = unsafe cl_unix_connect(path, path.utf8.count, 0)
        while result == -Errno.wouldBlock, Clock.monotonic() < deadline {
            // Nothing becomes readable when the queue drains; a short wait is all there is.
            _ = cl_wait_for(-1, 0, -1, 10)
            result = unsafe cl_unix_connect(path, path.utf8.count, 0)
        }
        descriptor = FileDescriptor(owning: try check("connect", result))
    }

    /// Sends everything; false when that took longer than `patience` milliseconds without progress.
    package func send(_ bytes: [UInt8], patience: Int32) throws(SystemError) -> Bool {
        var sent = 0
        while sent < bytes.count {
            if let count = try descriptor.write(bytes, from: sent) {
                sent += count
            } else {
                let ready = cl_wait_for(descriptor.rawValue, 1, -1, patience)
                if ready == -Errno.interrupted { continue }
                if try check("poll", ready) == 0 { return false }
            }
        }
        return true
    }

    /// Waits up to `patience` milliseconds, for ever when it is negative.
    package func receive(patience: Int32, signals: ClientSignals? = nil) throws(SystemError) -> Arrival {
        let ready = cl_wait_for(descriptor.rawValue, 0, signals?.rawDescriptor ?? -1, patience)
        if ready == -Errno.interrupted { return .nothing }
        let which = try check("poll", ready)
        if which & 2 != 0 { return .signal }
        guard which & 1 != 0, let bytes = try descriptor.read(upTo: 64 * 1024) else { return .nothing }
        return .bytes(bytes)
    }
}

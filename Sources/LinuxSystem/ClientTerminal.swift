import CLinux

/// The terminal a program was started at, if any.
package enum ClientTerminal {
    /// One of the standard descriptors.
    package static func isTerminal(_ descriptor: Int32) -> Bool { cl_is_terminal(descriptor) == 1 }

    /// The width of the window, 80 when it does not say.
    package static var columns: Int {
        let columns = max(cl_window_columns(1), cl_window_columns(2))
        return columns > 0 ? Int(columns) : 80
    }

    /// Bytes from standard input, empty at its end; nil when a signal waits to be read instead.
    package static func read(signals: ClientSignals?) throws(SystemError) -> [UInt8]? {
        var ready: Int32
        repeat {
            ready = cl_wait_for(0, 0, signals?.rawDescriptor ?? -1, -1)
        } while ready == -Errno.interrupted
        if try check("poll", ready) & 2 != 0 { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = try check("read", unsafe cl_read(0, &bytes, bytes.count))
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Runs `body` while keys arrive one by one and unechoed; the terminal is as before afterwards.
    package static func withRawKeys<Result>(_ body: () throws(SystemError) -> Result) throws(SystemError)
        -> Result
    {
        var before = cl_terminal()
        _ = try check("tcsetattr", unsafe cl_raw_terminal(0, &before))
        defer { _ = unsafe cl_restore_terminal(0, &before) }
        return try body()
    }
}

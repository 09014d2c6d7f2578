import CLinux

/// Signals delivered by descriptor. Corresponds to `signalfd(2)`.
package struct SignalDescriptor: ~Copyable {
    package let descriptor: FileDescriptor

    /// Blocks the given signals for the process, if they are not yet, and routes them here.
    package init(_ numbers: [Int]) throws(SystemError) {
        let mask = numbers.reduce(UInt64(0)) { $0 | (1 << UInt64($1 - 1)) }
        descriptor = FileDescriptor(owning: try check("signalfd", cl_signalfd(mask)))
    }

    /// The next pending signal and its sender's pid (0 when the kernel sent it); nil when there is none.
    package func next() throws(SystemError) -> (number: Int, sender: Int32)? {
        var number: Int32 = 0
        var sender: Int32 = 0
        let result = unsafe cl_signalfd_next(descriptor.rawValue, &number, &sender)
        if result == -Errno.wouldBlock { return nil }
        _ = try check("read", result)
        return (Int(number), sender)
    }

    /// Blocks everything: the first act of a process that must not be ended before it can end well.
    package static func blockAll() throws(SystemError) {
        _ = try check("sigprocmask", cl_block_all_signals())
    }

    /// Ignores one signal for good, such as SIGPIPE.
    package static func ignore(_ number: Int32) throws(SystemError) {
        _ = try check("sigaction", cl_ignore_signal(number))
    }
}

import CLinux

/// A timer on the monotonic clock, delivered by descriptor. Corresponds to `timerfd_create(2)`.
package struct TimerDescriptor: ~Copyable {
    package let descriptor: FileDescriptor

    package init() throws(SystemError) {
        descriptor = FileDescriptor(owning: try check("timerfd_create", cl_timerfd_create()))
    }

    /// Fires once at the moment; nil disarms. A moment in the past fires at once.
    package func arm(at microseconds: UInt64?) throws(SystemError) {
        let moment = microseconds.map { max($0, 1) } ?? 0
        _ = try check("timerfd_settime", cl_timerfd_arm(descriptor.rawValue, moment))
    }

    /// Takes the expiry off the descriptor.
    package func acknowledge() {
        var expirations: UInt64 = 0
        _ = unsafe withUnsafeMutableBytes(of: &expirations) { buffer -> Int in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe cl_read(descriptor.rawValue, base, 8)
        }
    }
}

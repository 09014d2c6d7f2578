import CLinux

/// The signals that end or interrupt a program at a terminal, delivered by descriptor so that it can put the
/// terminal back in order first.
package final class ClientSignals {
    package enum Wish: Sendable {
        /// SIGINT: leave what is being done.
        case interrupt
        /// SIGTERM or SIGHUP, by number: end.
        case end(Int32)
    }

    private let signals: SignalDescriptor

    package init() throws(SystemError) {
        signals = try SignalDescriptor([1, 2, 15])
    }

    deinit {
        _ = cl_unblock_signals()
    }

    package func next() throws(SystemError) -> Wish? {
        guard let signal = try signals.next() else { return nil }
        return signal.number == 2 ? .interrupt : .end(Int32(signal.number))
    }

    var rawDescriptor: Int32 { signals.descriptor.rawValue }
}

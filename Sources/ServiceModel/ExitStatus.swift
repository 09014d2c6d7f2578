/// How a process ended. A number and a signal are never mixed: 128 + n is a convention of shells, not a fact.
package enum ExitStatus: Hashable, Sendable {
    case exited(UInt8)
    case signaled(Signal, coreDumped: Bool)

    package static let success = ExitStatus.exited(0)
}

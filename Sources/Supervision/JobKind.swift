/// What a client or the supervisor itself asked of a service.
package enum JobKind: UInt8, CaseIterable, Sendable {
    case start, stop, restart, reload
}

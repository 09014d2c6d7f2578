/// Names one process of one service for as long as the daemon lives: never reused, unlike a pid, so an event
/// that comes late is recognised.
package struct ProcessToken: Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

import CLinux

/// An epoll instance. Corresponds to `epoll(7)`.
package struct Epoll: ~Copyable {
    package struct Interest: OptionSet, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let readable = Interest(rawValue: 0x001)
        package static let writable = Interest(rawValue: 0x004)
        package static let failed = Interest(rawValue: 0x008)
        package static let hungUp = Interest(rawValue: 0x010)
    }

    package struct Event: Sendable {
        package let interest: Interest
        package let token: UInt64
    }

    private let descriptor: FileDescriptor

    package init() throws(SystemError) {
        descriptor = FileDescriptor(owning: try check("epoll_create1", cl_epoll_create()))
    }

    package func add(_ watched: borrowing FileDescriptor, _ interest: Interest, token: UInt64)
        throws(SystemError)
    {
        let result = cl_epoll_add(descriptor.rawValue, watched.rawValue, interest.rawValue, token)
        _ = try check("epoll_ctl", result)
    }

    package func modify(_ watched: borrowing FileDescriptor, _ interest: Interest, token: UInt64)
        throws(SystemError)
    {
        let result = cl_epoll_modify(descriptor.rawValue, watched.rawValue, interest.rawValue, token)
        _ = try check("epoll_ctl", result)
    }

    package func remove(_ watched: borrowing FileDescriptor) throws(SystemError) {
        _ = try check("epoll_ctl", cl_epoll_remove(descriptor.rawValue, watched.rawValue))
    }

    /// Waits for events: for ever with nil, not at all with zero. An interrupted wait returns no events.
    package func wait(milliseconds: Int32?, _ body: (Event) -> Void) throws(SystemError) {
        var events = [cl_event](repeating: cl_event(events: 0, token: 0), count: 64)
        let count = unsafe cl_epoll_wait(descriptor.rawValue, &events, 64, milliseconds ?? -1)
        if count == -Errno.interrupted { return }
        for index in 0..<Int(try check("epoll_wait", count)) {
            body(Event(interest: Interest(rawValue: events[index].events), token: events[index].token))
        }
    }
}

package import LinuxSystem

/// The one loop of a program: descriptors and deadlines in, callbacks out, one at a time. Nothing in a
/// callback may wait.
package final class Reactor {
    /// Names a registration. The generation makes an event for a closed and reused slot recognisable.
    package struct Registration: Hashable, Sendable {
        fileprivate let slot: UInt32
        fileprivate let generation: UInt32

        fileprivate var token: UInt64 { UInt64(generation) << 32 | UInt64(slot) }
    }

    package typealias Handler = (Epoll.Interest) -> Void

    private struct Slot {
        var generation: UInt32 = 0
        var handler: Handler?
    }

    private let epoll: Epoll
    private let timer: TimerDescriptor
    private var slots: [Slot] = []
    private var freeSlots: [UInt32] = []
    package let deadlines: DeadlineQueue
    private var armedFor: UInt64?
    private var isRunning = false
    /// Work that is done in pieces between events; returns whether more is left.
    package var backlog: () -> Bool = { false }

    package init() throws(SystemError) {
        epoll = try Epoll()
        timer = try TimerDescriptor()
        deadlines = DeadlineQueue()
        try epoll.add(timer.descriptor, .readable, token: Reactor.timerToken)
    }

    private static let timerToken = UInt64.max

    /// Calls `handler` whenever the descriptor is ready. The caller keeps the descriptor open until `remove`.
    package func add(
        _ descriptor: borrowing FileDescriptor,
        _ interest: Epoll.Interest,
        _ handler: @escaping Handler
    ) throws(SystemError) -> Registration {
        let slot: UInt32
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = UInt32(slots.count)
            slots.append(Slot())
        }
        let registration = Registration(slot: slot, generation: slots[Int(slot)].generation)
        do {
            try epoll.add(descriptor, interest, token: registration.token)
        } catch {
            freeSlots.append(slot)
            throw error
        }
        slots[Int(slot)].handler = handler
        return registration
    }

    package func modify(
        _ registration: Registration,
        _ descriptor: borrowing FileDescriptor,
        _ interest: Epoll.Interest
    ) throws(SystemError) {
        try epoll.modify(descriptor, interest, token: registration.token)
    }

    /// Events still queued for the registration are dropped.
    package func remove(_ registration: Registration, _ descriptor: borrowing FileDescriptor)
        throws(SystemError)
    {
        guard isCurrent(registration) else { return }
        slots[Int(registration.slot)].generation &+= 1
        slots[Int(registration.slot)].handler = nil
        freeSlots.append(registration.slot)
        try epoll.remove(descriptor)
    }

    private func isCurrent(_ registration: Registration) -> Bool {
        Int(registration.slot) < slots.count
            && slots[Int(registration.slot)].generation == registration.generation
    }

    /// Runs until `stop`.
    package func run() throws(SystemError) {
        isRunning = true
        while isRunning { try turn() }
    }

    package func stop() {
        isRunning = false
    }

    /// A piece of the backlog, one wait, and everything it brought.
    private func turn() throws(SystemError) {
        let hasMore = backlog()
        guard isRunning else { return }
        try armTimer()
        try epoll.wait(milliseconds: hasMore ? 0 : nil) { event in deliver(event) }
    }

    private func deliver(_ event: Epoll.Event) {
        if event.token == Reactor.timerToken {
            timer.acknowledge()
            armedFor = nil
            deadlines.fire(upTo: Clock.monotonic())
            return
        }
        let registration = Registration(
            slot: UInt32(truncatingIfNeeded: event.token),
            generation: UInt32(event.token >> 32)
        )
        guard isCurrent(registration) else { return }
        slots[Int(registration.slot)].handler?(event.interest)
    }

    /// The kernel's timer is set only when the earliest deadline changed; with none it is off, and an idle
    /// daemon never wakes.
    private func armTimer() throws(SystemError) {
        guard let next = deadlines.earliest else {
            if armedFor != nil {
                try timer.arm(at: nil)
                armedFor = nil
            }
            return
        }
        guard armedFor != next else { return }
        try timer.arm(at: next)
        armedFor = next
    }
}

import EventLoop
import LinuxSystem
import Testing

@Suite("The reactor")
struct ReactorTests {
    @Test("calls back when a descriptor is readable")
    func readable() throws {
        let reactor = try Reactor()
        let pair = try MessageSocket.pair()
        var got: [UInt8] = []
        let ours = try pair.keepOurs { theirs in try MessageSocket.send([1, 2, 3], on: theirs) }
        _ = try reactor.add(ours, .readable) { _ in
            if case .message(let bytes)? = try? MessageSocket.receive(on: ours, capacity: 16) { got = bytes }
            reactor.stop()
        }
        try reactor.run()
        #expect(got == [1, 2, 3])
    }

    @Test("does not call back for a registration that was removed")
    func removed() throws {
        let reactor = try Reactor()
        let pair = try MessageSocket.pair()
        var calls = 0
        let ours = try pair.keepOurs { theirs in try MessageSocket.send([1], on: theirs) }
        let registration = try reactor.add(ours, .readable) { _ in calls += 1 }
        try reactor.remove(registration, ours)
        let alarm = reactor.deadlines.make { reactor.stop() }
        reactor.deadlines.set(alarm, at: Clock.monotonic() + 20_000)
        try reactor.run()
        #expect(calls == 0)
    }

    @Test("wakes for a deadline, not before it")
    func deadline() throws {
        let reactor = try Reactor()
        let due = Clock.monotonic() + 30_000
        var firedAt: UInt64 = 0
        let alarm = reactor.deadlines.make {
            firedAt = Clock.monotonic()
            reactor.stop()
        }
        reactor.deadlines.set(alarm, at: due)
        try reactor.run()
        #expect(firedAt >= due)
    }

    @Test("works its backlog off without waiting for an event")
    func backlog() throws {
        let reactor = try Reactor()
        var left = 5
        reactor.backlog = {
            left -= 1
            if left == 0 { reactor.stop() }
            return left > 0
        }
        try reactor.run()
        #expect(left <= 0)
    }
}

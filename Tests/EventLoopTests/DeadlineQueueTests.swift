import EventLoop
import Testing

@Suite("A queue of deadlines")
struct DeadlineQueueTests {
    @Test("fires what is due, earliest first, and nothing else")
    func firesInOrder() {
        let queue = DeadlineQueue()
        var fired: [Int] = []
        for (index, deadline) in [30, 10, 20, 40].enumerated() {
            queue.set(queue.make { fired.append(index) }, at: UInt64(deadline))
        }
        queue.fire(upTo: 30)
        #expect(fired == [1, 2, 0])
        #expect(queue.earliest == 40)
    }

    @Test("forgets a deadline that is withdrawn, and does not name it as the earliest")
    func withdraws() {
        let queue = DeadlineQueue()
        var fired = 0
        let first = queue.make { fired += 1 }
        queue.set(first, at: 5)
        queue.set(queue.make {}, at: 9)
        queue.set(first, at: nil)
        #expect(queue.earliest == 9)
        queue.fire(upTo: 8)
        #expect(fired == 0)
    }

    @Test("fires a moved deadline once, at its new moment")
    func moves() {
        let queue = DeadlineQueue()
        var fired = 0
        let alarm = queue.make { fired += 1 }
        queue.set(alarm, at: 5)
        queue.set(alarm, at: 50)
        queue.fire(upTo: 10)
        #expect(fired == 0)
        queue.fire(upTo: 50)
        queue.fire(upTo: 100)
        #expect(fired == 1)
    }

    @Test("lets an action set its own alarm again")
    func rearms() {
        let queue = DeadlineQueue()
        final class Box {
            var alarm: DeadlineQueue.Alarm?
            var fired = 0
        }
        let box = Box()
        box.alarm = queue.make {
            box.fired += 1
            if let alarm = box.alarm, box.fired < 3 { queue.set(alarm, at: UInt64(box.fired * 10)) }
        }
        if let alarm = box.alarm { queue.set(alarm, at: 1) }
        queue.fire(upTo: 100)
        #expect(box.fired == 3)
        #expect(queue.earliest == nil)
    }

    @Test("reuses the place of a discarded alarm without firing for its former owner")
    func reusesPlaces() {
        let queue = DeadlineQueue()
        var fired: [String] = []
        let first = queue.make { fired.append("first") }
        queue.set(first, at: 5)
        queue.discard(first)
        queue.set(queue.make { fired.append("second") }, at: 6)
        queue.fire(upTo: 10)
        #expect(fired == ["second"])
    }

    @Test("keeps order under many moves, like a sorted list would")
    func agreesWithSorting() {
        let queue = DeadlineQueue()
        var random = SystemRandomNumberGenerator()
        var fired: [UInt64] = []
        var wanted: [UInt64] = []
        for _ in 0..<500 {
            let last = UInt64.random(in: 0..<10_000, using: &random)
            let alarm = queue.make { fired.append(last) }
            for _ in 0..<3 { queue.set(alarm, at: UInt64.random(in: 0..<10_000, using: &random)) }
            queue.set(alarm, at: last)
            wanted.append(last)
        }
        queue.fire(upTo: 10_000)
        #expect(fired == wanted.sorted())
    }
}

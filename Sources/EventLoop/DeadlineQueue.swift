/// Deadlines in order, each with what to do. A heap whose entries are withdrawn lazily: an entry whose
/// generation is out of date is skipped when it comes up.
package final class DeadlineQueue {
    /// Names a place that holds at most one deadline at a time.
    package struct Alarm: Hashable, Sendable {
        fileprivate let index: UInt32
    }

    private struct Place {
        var deadline: UInt64?
        /// The entry of the heap that counts; others for this place are leftovers.
        var generation: UInt32 = 0
        var action: (() -> Void)?
    }

    private struct Entry {
        let deadline: UInt64
        let place: UInt32
        let generation: UInt32
    }

    private var places: [Place] = []
    private var freePlaces: [UInt32] = []
    private var heap: [Entry] = []

    package init() {}

    /// A new alarm, not set.
    package func make(_ action: @escaping () -> Void) -> Alarm {
        if let free = freePlaces.popLast() {
            places[Int(free)].action = action
            return Alarm(index: free)
        }
        places.append(Place(deadline: nil, generation: 0, action: action))
        return Alarm(index: UInt32(places.count - 1))
    }

    /// Carries the action out once, unless the queue ends before.
    package func call(at deadline: UInt64, _ action: @escaping () -> Void) {
        var own: Alarm?
        let alarm = make { [self] in
            if let own { discard(own) }
            action()
        }
        own = alarm
        set(alarm, at: deadline)
    }

    /// Gives the alarm up.
    package func discard(_ alarm: Alarm) {
        set(alarm, at: nil)
        places[Int(alarm.index)].action = nil
        freePlaces.append(alarm.index)
    }

    /// Sets, moves or (with nil) withdraws. Microseconds on the monotonic clock.
    package func set(_ alarm: Alarm, at deadline: UInt64?) {
        let index = Int(alarm.index)
        guard places[index].deadline != deadline else { return }
        places[index].generation &+= 1
        places[index].deadline = deadline
        guard let deadline else {
            dropLeftovers()
            return
        }
        push(Entry(deadline: deadline, place: alarm.index, generation: places[index].generation))
        dropLeftovers()
    }

    package func isSet(_ alarm: Alarm) -> Bool { places[Int(alarm.index)].deadline != nil }

    /// The first moment at which something is due.
    package var earliest: UInt64? { heap.first?.deadline }

    /// Carries out what is due. An action may set alarms, its own too.
    package func fire(upTo now: UInt64) {
        while let first = heap.first, first.deadline <= now {
            removeFirst()
            guard isCurrent(first) else { continue }
            places[Int(first.place)].deadline = nil
            places[Int(first.place)].generation &+= 1
            places[Int(first.place)].action?()
        }
        dropLeftovers()
    }

    private func isCurrent(_ entry: Entry) -> Bool { places[Int(entry.place)].generation == entry.generation }

    /// Keeps the top of the heap true, so that `earliest` never names a withdrawn deadline, and the heap from
    /// growing with leftovers.
    private func dropLeftovers() {
        while let first = heap.first, !isCurrent(first) { removeFirst() }
        guard heap.count > 64, heap.count > 2 * places.count else { return }
        let current = heap.filter(isCurrent)
        heap.removeAll(keepingCapacity: false)
        for entry in current { push(entry) }
    }

    private func push(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].deadline < heap[parent].deadline else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { return }
            let right = left + 1
            let least = right < heap.count && heap[right].deadline < heap[left].deadline ? right : left
            guard heap[least].deadline < heap[parent].deadline else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}

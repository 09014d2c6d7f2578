/// Writes a filter program as a search tree over ranges of numbers: a fifth of the instructions that one
/// comparison for each call takes. The kernel checks, translates and probes every instruction at every launch.
struct FilterTree {
    /// Backwards: jumps lead to what is written already, and their distances are known.
    private var reversed: [FilterInstruction] = []
    private var answers: [UInt32: Int] = [:]

    /// The same program, smaller, with the answers that `exceptions` give; nil when it is not one of comparisons
    /// alone, or there are no exceptions and it would not become smaller.
    static func rewritten(_ program: [FilterInstruction], except exceptions: [FilterAnswers.Exception] = [])
        -> [FilterInstruction]?
    {
        let whole = FilterAnswers(program)
        guard let (others, named) = whole.unnamed(), others.count == 1 else { return nil }
        var tree = FilterTree()
        var next = tree.place(answer: others[0].answer)
        for architecture in named.sorted() {
            guard let ranges = whole.ranges(for: architecture) else { return nil }
            let own = exceptions.filter { $0.architecture == architecture }
            next = tree.place(FilterAnswers.ranges(ranges, except: own), for: architecture, otherwise: next)
        }
        tree.push(FilterInstruction(operation: .load, operand: FilterAnswers.architectureOffset))
        if !exceptions.isEmpty {
            guard exceptions.allSatisfy({ named.contains($0.architecture) }) else { return nil }
            return tree.reversed.reversed()
        }
        return tree.reversed.count < program.count ? tree.reversed.reversed() : nil
    }

    /// Positions count from the program's end.
    private mutating func place(
        _ ranges: [FilterAnswers.Range],
        for architecture: UInt32,
        otherwise: Int
    ) -> Int {
        var body = place(ranges[...])
        // One answer for all numbers may have been there already, and asks for none of them.
        if ranges.count > 1 {
            body = push(FilterInstruction(operation: .load, operand: FilterAnswers.numberOffset))
        }
        return branch(.jumpIfEqual, architecture, whenTrue: body, whenFalse: otherwise)
    }

    private mutating func place(_ ranges: ArraySlice<FilterAnswers.Range>) -> Int {
        if ranges.count == 1 { return place(answer: ranges[ranges.startIndex].answer) }
        let middle = ranges.startIndex + ranges.count / 2
        let high = place(ranges[middle...])
        let low = place(ranges[ranges.startIndex..<middle])
        return branch(.jumpIfNotLess, ranges[middle].start, whenTrue: high, whenFalse: low)
    }

    private mutating func place(answer: UInt32) -> Int {
        if let known = answers[answer], distance(to: known) < 128 { return known }
        let position = push(FilterInstruction(operation: .answer, operand: answer))
        answers[answer] = position
        return position
    }

    private mutating func branch(
        _ operation: FilterInstruction.Operation,
        _ operand: UInt32,
        whenTrue: Int,
        whenFalse: Int
    ) -> Int {
        let high = near(whenTrue)
        let low = near(whenFalse)
        return push(
            FilterInstruction(
                operation: operation,
                whenTrue: UInt8(distance(to: high)),
                whenFalse: UInt8(distance(to: low)),
                operand: operand
            )
        )
    }

    /// A conditional jump reaches 255 instructions, an unconditional one any number.
    private mutating func near(_ position: Int) -> Int {
        guard distance(to: position) >= 255 else { return position }
        return push(FilterInstruction(operation: .jump, operand: UInt32(distance(to: position))))
    }

    /// How many instructions the next one would have to pass over.
    private func distance(to position: Int) -> Int { reversed.count - 1 - position }

    @discardableResult
    private mutating func push(_ instruction: FilterInstruction) -> Int {
        reversed.append(instruction)
        return reversed.count - 1
    }
}

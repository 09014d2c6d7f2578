/// What a filter answers, as ranges of system call numbers.
///
/// A program that only compares numbers with constants answers alike for all numbers between two of its
/// constants. To ask it at each constant, and at each successor of one, is to know it whole.
struct FilterAnswers {
    struct Range: Equatable {
        let start: UInt32
        let answer: UInt32
    }

    /// What one number is answered instead, in the numbers of an architecture as the kernel names it.
    struct Exception: Equatable {
        let architecture: UInt32
        let number: UInt32
        let answer: UInt32

        /// In front of a program that makes no such exception.
        var instructions: [FilterInstruction] {
            [
                FilterInstruction(operation: .load, operand: FilterAnswers.architectureOffset),
                FilterInstruction(operation: .jumpIfEqual, whenFalse: 3, operand: architecture),
                FilterInstruction(operation: .load, operand: FilterAnswers.numberOffset),
                FilterInstruction(operation: .jumpIfEqual, whenFalse: 1, operand: number),
                FilterInstruction(operation: .answer, operand: answer),
            ]
        }
    }

    /// The same but for the exceptions.
    static func ranges(_ ranges: [Range], except exceptions: [Exception]) -> [Range] {
        var result = ranges
        for exception in exceptions.sorted(by: { $0.number < $1.number }) {
            guard let index = result.lastIndex(where: { $0.start <= exception.number }) else { continue }
            let covered = result[index]
            let end = index + 1 < result.count ? result[index + 1].start : .max
            var pieces: [Range] = covered.start < exception.number ? [covered] : []
            pieces.append(Range(start: exception.number, answer: exception.answer))
            if exception.number < end - 1 {
                pieces.append(Range(start: exception.number + 1, answer: covered.answer))
            }
            result.replaceSubrange(index...index, with: pieces)
        }
        return result.reduce(into: []) { joined, range in
            if joined.last?.answer != range.answer { joined.append(range) }
        }
    }

    /// Offsets in `struct seccomp_data`.
    static let numberOffset: UInt32 = 0
    static let architectureOffset: UInt32 = 4

    private let program: [FilterInstruction]
    private let starts: [UInt32]

    init(_ program: [FilterInstruction]) {
        self.program = program
        var starts: Set<UInt32> = [0]
        for instruction in program {
            switch instruction.operation {
            case .jumpIfEqual, .jumpIfGreater, .jumpIfNotLess:
                starts.insert(instruction.operand)
                starts.insert(instruction.operand &+ 1)
            case .load, .jump, .answer: break
            }
        }
        self.starts = starts.sorted()
    }

    /// From number 0 on, neighbours with different answers. Nil for a program that does not end in an answer or
    /// reads anything but number and architecture.
    func ranges(for architecture: UInt32) -> [Range]? {
        var compared: Set<UInt32> = []
        return ranges(for: architecture, comparing: &compared)
    }

    /// What all architectures get that the program does not name, and those that it does. One that equals none
    /// of the constants compared with on the way takes the same way.
    func unnamed() -> (ranges: [Range], named: Set<UInt32>)? {
        var named: Set<UInt32> = []
        // No architecture has this value.
        guard let ranges = ranges(for: 0, comparing: &named) else { return nil }
        return (ranges, named)
    }

    private func ranges(for architecture: UInt32, comparing compared: inout Set<UInt32>) -> [Range]? {
        var ranges: [Range] = []
        for start in starts {
            guard let answer = answer(start, architecture, &compared) else { return nil }
            if ranges.last?.answer != answer { ranges.append(Range(start: start, answer: answer)) }
        }
        return ranges
    }

    /// Notes what the architecture is compared with.
    private func answer(_ number: UInt32, _ architecture: UInt32, _ compared: inout Set<UInt32>) -> UInt32? {
        var accumulator: UInt32 = 0
        var isArchitecture = false
        var index = 0
        // Jumps go forward only: no more steps than instructions.
        while program.indices.contains(index) {
            let instruction = program[index]
            index += 1
            switch instruction.operation {
            case .load:
                isArchitecture = instruction.operand == FilterAnswers.architectureOffset
                guard isArchitecture || instruction.operand == FilterAnswers.numberOffset else { return nil }
                accumulator = isArchitecture ? architecture : number
            case .jump: index += Int(instruction.operand)
            case .jumpIfEqual:
                if isArchitecture { compared.insert(instruction.operand) }
                index += instruction.distance(accumulator == instruction.operand)
            case .jumpIfGreater, .jumpIfNotLess:
                guard !isArchitecture else { return nil }
                let isGreater = accumulator > instruction.operand
                let isEqual = accumulator == instruction.operand && instruction.operation == .jumpIfNotLess
                index += instruction.distance(isGreater || isEqual)
            case .answer: return instruction.operand
            }
        }
        return nil
    }
}

extension FilterInstruction {
    fileprivate func distance(_ condition: Bool) -> Int { Int(condition ? whenTrue : whenFalse) }
}

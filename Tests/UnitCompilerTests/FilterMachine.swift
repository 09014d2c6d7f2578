import LaunchProtocol

/// The kernel's classic BPF machine, as far as system call filters use it: what would the kernel answer?
struct FilterMachine {
    enum Answer: Equatable {
        case allow, log, killProcess, killThread
        case errno(UInt16)
        case invalid(String)
    }

    enum Architecture: UInt32 {
        case amd64 = 0xc000_003e
        case x86 = 0x4000_0003
        case arm64 = 0xc000_00b7
    }

    /// Added to a number by programs of the x32 architecture.
    static let x32Bit: UInt32 = 0x4000_0000

    private struct Instruction {
        let code: UInt16
        let whenTrue: Int
        let whenFalse: Int
        let operand: UInt32
    }

    private let program: [Instruction]

    init(_ program: FilterProgram) {
        let bytes = program.instructions
        self.program = stride(from: 0, to: bytes.count - 7, by: 8).map { FilterMachine.decode(bytes, at: $0) }
    }

    private static func decode(_ bytes: [UInt8], at offset: Int) -> Instruction {
        var operand: UInt32 = 0
        for index in (4..<8).reversed() { operand = operand << 8 | UInt32(bytes[offset + index]) }
        return Instruction(
            code: UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8,
            whenTrue: Int(bytes[offset + 2]),
            whenFalse: Int(bytes[offset + 3]),
            operand: operand
        )
    }

    /// How many instructions the last answer for the call takes.
    func steps(for number: UInt32) -> Int { run(number, .amd64, []).steps }

    /// With `argument` as the first of six.
    func answer(
        _ number: UInt32,
        _ architecture: Architecture = .amd64,
        argument: UInt32 = 0
    ) -> Answer {
        run(number, architecture, [UInt64(argument)]).answer
    }

    /// With the first of six arguments, the others 0.
    func answer(_ number: UInt32, _ architecture: Architecture = .amd64, arguments: [UInt64]) -> Answer {
        run(number, architecture, arguments).answer
    }

    private func run(
        _ number: UInt32,
        _ architecture: Architecture,
        _ arguments: [UInt64]
    ) -> (answer: Answer, steps: Int) {
        var accumulator: UInt32 = 0
        var index = 0
        for steps in 1...program.count {
            guard program.indices.contains(index) else { return (.invalid("ran past the end"), steps) }
            let instruction = program[index]
            index += 1
            switch instruction.code {
            case 0x20: accumulator = load(instruction.operand, number, architecture, arguments)
            case 0x54: accumulator &= instruction.operand
            case 0x05: index += Int(instruction.operand)
            case 0x15: index += branch(instruction, accumulator == instruction.operand)
            case 0x25: index += branch(instruction, accumulator > instruction.operand)
            case 0x35: index += branch(instruction, accumulator >= instruction.operand)
            case 0x45: index += branch(instruction, accumulator & instruction.operand != 0)
            case 0x06: return (decode(instruction.operand), steps)
            default: return (.invalid("instruction \(instruction.code)"), steps)
            }
        }
        return (.invalid("never ends"), program.count)
    }

    /// From `struct seccomp_data`: number, architecture, and from byte 16 on six arguments, the lower half first.
    private func load(
        _ offset: UInt32,
        _ number: UInt32,
        _ architecture: Architecture,
        _ arguments: [UInt64]
    ) -> UInt32 {
        switch offset {
        case 0: return number
        case 4: return architecture.rawValue
        case 16..<64:
            let index = Int(offset - 16) / 8
            let argument = index < arguments.count ? arguments[index] : 0
            return UInt32(truncatingIfNeeded: offset.isMultiple(of: 8) ? argument : argument >> 32)
        default: return 0
        }
    }

    private func branch(_ instruction: Instruction, _ condition: Bool) -> Int {
        condition ? instruction.whenTrue : instruction.whenFalse
    }

    private func decode(_ value: UInt32) -> Answer {
        switch value & 0xffff_0000 {
        case 0x7fff_0000: .allow
        case 0x7ffc_0000: .log
        case 0x8000_0000: .killProcess
        case 0x0000_0000: .killThread
        case 0x0005_0000: .errno(UInt16(value & 0xffff))
        default: .invalid("action \(value)")
        }
    }
}

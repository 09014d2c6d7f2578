/// Instructions of the kernel's BPF machine, one after the other; after the kernel's `instruction-set.rst`. Jumps lead
/// forward only, to where the one that ends a block is placed.
struct ProgramText {
    /// The kernel's registers, r0 to r10: r1 is what a program is called with, r10 its stack.
    typealias Register = UInt8

    private(set) var instructions: [UInt64] = []

    private mutating func add(
        _ code: UInt8,
        _ destination: Register,
        _ source: Register = 0,
        offset: Int16 = 0,
        _ value: UInt32 = 0
    ) {
        let registers = UInt64(destination | source << 4) << 8
        let offset = UInt64(UInt16(bitPattern: offset)) << 16
        instructions.append(UInt64(code) | registers | offset | UInt64(value) << 32)
    }

    var count: Int { instructions.count }

    /// 32 bits at an offset from where a register points.
    mutating func load(_ to: Register, from base: Register, at offset: Int16) {
        add(0x61, to, base, offset: offset)
    }

    mutating func set(_ register: Register, _ value: UInt32) { add(0xb7, register, value) }

    mutating func copy(_ register: Register, to other: Register) { add(0xbf, other, register) }

    mutating func increase(_ register: Register, by value: Int32) {
        add(0x07, register, UInt32(bitPattern: value))
    }

    mutating func mask(_ register: Register, _ value: UInt32) { add(0x57, register, value) }

    mutating func shiftRight(_ register: Register, by bits: UInt32) { add(0x77, register, bits) }

    /// From the order of the network, 16 or 32 bits of it.
    mutating func fromNetwork(_ register: Register, bits: UInt32) { add(0xdc, register, bits) }

    mutating func call(_ function: UInt32) { add(0x85, 0, function) }

    /// Ends with an answer.
    mutating func answer(_ value: UInt32) {
        set(0, value)
        add(0x95, 0)
    }

    private mutating func add(_ code: UInt8, _ destination: Register, _ value: UInt32) {
        add(code, destination, 0, offset: 0, value)
    }

    /// A comparison whose jump leaves the block when it does not hold. Of the low 32 bits, without sign.
    enum Comparison: Equatable {
        case isValue(Register, UInt32)
        case isRegister(Register, Register)
        case isAtLeast(Register, UInt32)
        case isAtMost(Register, UInt32)
    }

    /// Where the comparison stands whose jump leads past the end of its block.
    struct Exit {
        fileprivate let index: Int

        var place: UInt16 { UInt16(index) }
    }

    mutating func require(_ comparison: Comparison) -> Exit {
        let exit = Exit(index: count)
        switch comparison {
        case .isValue(let register, let value): add(0x56, register, 0, value)
        case .isRegister(let register, let other): add(0x5e, register, other)
        case .isAtLeast(let register, let value): add(0xa6, register, 0, value)
        case .isAtMost(let register, let value): add(0x26, register, 0, value)
        }
        return exit
    }

    /// Here the block ends that these leave.
    mutating func end(_ exits: [Exit]) {
        for exit in exits {
            let distance = UInt16(count - exit.index - 1)
            instructions[exit.index] |= UInt64(distance) << 16
        }
    }
}

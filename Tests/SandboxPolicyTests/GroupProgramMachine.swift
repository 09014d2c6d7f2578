import ServiceModel

/// The kernel's BPF machine, as far as programs for cgroups use it: what would the kernel be answered?
struct GroupProgramMachine {
    /// What a program is called with, byte by byte.
    var context: [UInt8]
    /// What `bpf_skb_load_bytes` finds.
    var packet: [UInt8] = []

    /// Nil where it leaves the ground: an unknown instruction, a place outside, no end.
    func answer(_ program: ControlGroupProgram) -> UInt64? {
        var registers = [UInt64](repeating: 0, count: 11)
        var stack = [UInt8](repeating: 0, count: 512)
        // Contexts lie at 0x1000, the stack ends at 0x3000.
        registers[1] = 0x1000
        registers[10] = 0x3000
        var next = 0
        while program.instructions.indices.contains(next) {
            let word = program.instructions[next]
            let (to, from) = (Int(word >> 8 & 0xf), Int(word >> 12 & 0xf))
            let offset = Int(Int16(bitPattern: UInt16(word >> 16 & 0xffff)))
            let value = UInt64(bitPattern: Int64(Int32(bitPattern: UInt32(word >> 32))))
            next += 1
            func low(_ number: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: number) }
            func jump(_ holds: Bool) { if holds { next += offset } }
            switch UInt8(word & 0xff) {
            case 0x61:
                let place = Int(registers[from]) + offset
                let bytes =
                    place >= 0x2e00
                    ? stack[...].dropFirst(place - 0x2e00) : context[...].dropFirst(place - 0x1000)
                guard bytes.count >= 4 else { return nil }
                registers[to] = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt64($1) }
            case 0x07: registers[to] &+= value
            case 0x57: registers[to] &= value
            case 0x77: registers[to] >>= value
            case 0xb7: registers[to] = value
            case 0xbf: registers[to] = registers[from]
            case 0xdc where value == 16:
                registers[to] = UInt64(UInt16(truncatingIfNeeded: registers[to]).byteSwapped)
            case 0xdc where value == 32: registers[to] = UInt64(low(registers[to]).byteSwapped)
            case 0x56: jump(low(registers[to]) != low(value))
            case 0x5e: jump(low(registers[to]) != low(registers[from]))
            case 0xa6: jump(low(registers[to]) < low(value))
            case 0x26: jump(low(registers[to]) > low(value))
            case 0x85 where value == 26:
                let (start, count) = (Int(registers[2]), Int(registers[4]))
                let place = Int(registers[3]) - 0x2e00
                guard packet.count >= start + count else {
                    registers[0] = UInt64(bitPattern: -14)
                    continue
                }
                stack.replaceSubrange(place..<place + count, with: packet[start..<start + count])
                registers[0] = 0
            case 0x95: return registers[0]
            default: return nil
            }
        }
        return nil
    }

    /// Whether each instruction can be reached: the kernel refuses programs with others.
    static func isReachable(_ program: ControlGroupProgram) -> Bool {
        var reached: Set<Int> = []
        var open = [0]
        while let index = open.popLast() {
            guard program.instructions.indices.contains(index) else { return false }
            guard reached.insert(index).inserted else { continue }
            let word = program.instructions[index]
            let code = UInt8(word & 0xff)
            if code == 0x95 { continue }
            open.append(index + 1)
            if code & 0x07 == 0x06 { open.append(index + 1 + Int(word >> 16 & 0xffff)) }
        }
        return reached.count == program.instructions.count
    }
}

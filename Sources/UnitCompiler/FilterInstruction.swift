import Wire

/// One instruction of a classic BPF program: `struct sock_filter` of `linux/filter.h`.
struct FilterInstruction: Equatable {
    /// The operations that filters over numbers and architectures are made of.
    enum Operation: UInt16 {
        case load = 0x20
        case jump = 0x05
        case jumpIfEqual = 0x15
        case jumpIfGreater = 0x25
        case jumpIfNotLess = 0x35
        case answer = 0x06
    }

    let operation: Operation
    var whenTrue: UInt8 = 0
    var whenFalse: UInt8 = 0
    let operand: UInt32

    static func decode(_ program: [UInt8]) throws(WireError) -> [FilterInstruction] {
        var reader = ByteReader(program)
        var instructions: [FilterInstruction] = []
        while reader.remaining > 0 {
            let start = reader.offset
            guard let operation = Operation(rawValue: try reader.number()) else {
                throw WireError(.invalidValue, at: start)
            }
            instructions.append(
                FilterInstruction(
                    operation: operation,
                    whenTrue: try reader.number(),
                    whenFalse: try reader.number(),
                    operand: try reader.number()
                )
            )
        }
        return instructions
    }

    static func encode(_ instructions: [FilterInstruction]) -> [UInt8] {
        var writer = ByteWriter(reserving: instructions.count * 8)
        for instruction in instructions {
            writer.write(instruction.operation.rawValue)
            writer.write(instruction.whenTrue)
            writer.write(instruction.whenFalse)
            writer.write(instruction.operand)
        }
        return writer.bytes
    }
}

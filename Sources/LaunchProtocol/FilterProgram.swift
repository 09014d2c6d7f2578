package import Wire

/// One BPF program, compiled when the unit was loaded, ready for `seccomp(2)`.
package struct FilterProgram: Hashable, Sendable {
    /// `struct sock_filter` in memory order: 8 bytes an instruction.
    package var instructions: [UInt8]
    /// Install with `SECCOMP_FILTER_FLAG_LOG`: what it denies reaches the kernel's log.
    package var isLogged: Bool

    package init(instructions: [UInt8], isLogged: Bool) {
        self.instructions = instructions
        self.isLogged = isLogged
    }
}

extension FilterProgram {
    /// `sizeof(struct sock_filter)`.
    package static let instructionSize = 8
    /// The kernel's `BPF_MAXINSNS`.
    package static let maximumInstructions = 4096

    package func encode(into writer: inout ByteWriter) {
        writer.write(instructions)
        writer.write(isLogged)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let instructions = try reader.blob()
        guard !instructions.isEmpty, instructions.count.isMultiple(of: FilterProgram.instructionSize),
            instructions.count <= FilterProgram.maximumInstructions * FilterProgram.instructionSize
        else { throw WireError(.invalidValue, at: start) }
        self.init(instructions: instructions, isLogged: try reader.flag())
    }
}

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

/// Why a spawned helper did not become the service.
package struct LaunchFailure: Hashable, Sendable {
    /// The raw value of the launch step, the number and name of the shell's table.
    package let step: UInt8
    package let errno: Int32

    package init(step: UInt8, errno: Int32) {
        self.step = step
        self.errno = errno
    }
}

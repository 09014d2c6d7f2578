import CLinux

/// A program with its arguments, environment and filters laid out in memory, ready to take this process
/// over: from the first filter on nothing is allocated.
package struct ProgramImage: ~Copyable {
    private let path: CStringVector
    private let arguments: CStringVector
    private let environment: CStringVector

    package init(path: String, arguments: [String], environment: [String]) {
        self.path = CStringVector([path])
        self.arguments = CStringVector(arguments)
        self.environment = CStringVector(environment)
    }

    /// Adds one system call filter, `struct sock_filter` in memory order. Corresponds to `seccomp(2)`.
    package static func install(_ filter: [UInt8], isLogged: Bool) throws(SystemError) {
        let result = unsafe filter.withUnsafeBytes { buffer -> Int32 in
            guard let base = buffer.baseAddress else { return -Errno.invalid }
            return unsafe cl_add_filter(base, buffer.count, isLogged ? 1 : 0)
        }
        _ = try check("seccomp", result)
    }

    /// Becomes the program. Returns only by throwing. Corresponds to `execve(2)`.
    package borrowing func execute() throws(SystemError) -> Never {
        guard let program = unsafe path.first else { preconditionFailure("an image has a path") }
        let result = unsafe cl_execute(program, arguments.pointer, environment.pointer)
        throw SystemError(call: "execve", errno: -result)
    }
}

import CLinux

/// Spawns one program again and again with prepared arguments. Corresponds to `posix_spawn(3)`.
package final class ProgramSpawner {
    private let path: CStringVector
    private let arguments: CStringVector
    private let environment: CStringVector

    package let program: String

    /// `arguments` includes `argv[0]`; `environment` is `NAME=value` entries.
    package init(program: String, arguments: [String], environment: [String] = []) {
        self.program = program
        self.path = CStringVector([program])
        self.arguments = CStringVector(arguments)
        self.environment = CStringVector(environment)
    }

    /// Spawns with `descriptor` as the child's descriptor 3 and our own 0, 1 and 2. Returns the child's pid.
    package func spawn(passing descriptor: borrowing FileDescriptor) throws(SystemError) -> Int32 {
        var pid: Int32 = 0
        guard let program = unsafe path.first else { preconditionFailure("a spawner has a path") }
        let result = unsafe cl_spawn(
            program,
            arguments.pointer,
            environment.pointer,
            descriptor.rawValue,
            &pid
        )
        _ = try check("posix_spawn", result)
        return pid
    }
}

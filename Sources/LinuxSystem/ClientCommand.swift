import CLinux

/// Another program run to its end in our place at the terminal, with our environment.
package enum ClientCommand {
    /// `arguments` includes `argv[0]`. The exit status, or 128 and the number of the signal that ended it.
    package static func run(_ path: String, _ arguments: [String]) throws(SystemError) -> Int32 {
        let words = CStringVector(arguments)
        return try check("posix_spawn", unsafe cl_run_program(path, words.pointer))
    }
}

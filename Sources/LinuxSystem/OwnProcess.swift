import CLinux

/// What this process is to the kernel.
package enum OwnProcess {
    package static var effectiveUser: UInt32 { cl_effective_user() }
    package static var effectiveGroup: UInt32 { cl_effective_group() }
    package static var pid: Int32 { cl_own_pid() }

    /// Bit n for capability number n.
    package static func effectiveCapabilities() throws(SystemError) -> UInt64 {
        var set: UInt64 = 0
        _ = try check("capget", unsafe cl_effective_capabilities(&set))
        return set
    }

    package static func setUmask(_ mask: UInt32) {
        cl_set_umask(mask)
    }

    /// Standard input becomes empty: a service must not read the supervisor's terminal. Output and error that nobody
    /// opened lead nowhere, so that no file opened later takes their numbers.
    package static func settleStreams() throws(SystemError) {
        // The lowest first: a new file takes the lowest free number.
        for number: Int32 in 0...2 where !FileDescriptor.isOpen(number) {
            let nowhere = try nowhere(isWritable: number != 0)
            try nowhere.place(at: number)
            if nowhere.rawValue == number { _ = nowhere.release() }
        }
        try nowhere(isWritable: false).place(at: 0)
    }

    /// In a root without devices, a pipe that nobody else has an end of.
    private static func nowhere(isWritable: Bool) throws(SystemError) -> FileDescriptor {
        do {
            return try FileDescriptor.open("/dev/null", .readWrite)
        } catch {
            return FileDescriptor(owning: try check("pipe2", cl_one_end_of_pipe(isWritable ? 1 : 0)))
        }
    }

    /// The path this program was executed by; nil when the kernel did not say.
    package static var executedPath: String? {
        guard let path = unsafe cl_executed_path() else { return nil }
        return unsafe String(cString: path)
    }
}

import LaunchProtocol
import LinuxSystem
import ServiceModel

/// The helper's own standing, and the cgroup it enters.
extension Launch {
    /// The job itself was taken before this launch could exist. Files made from here on get the modes they
    /// are given, whatever mask the daemon runs with.
    mutating func lookAtOurselves() throws(StepFailure) {
        _ = OwnProcess.exchangeUmask(0o022)
        initial = try about("") { () throws(SystemError) in try OwnCapabilities.current() }
        guard plan.properties.ignoresSIGPIPE else { return }
        try about("SIGPIPE") { () throws(SystemError) in
            try SignalDescriptor.ignore(Int32(Signal.pipe.number))
        }
    }

    /// The path leads into a cgroup or nowhere: a write to anything else would be the start of a confusion.
    func enterControlGroup() throws(StepFailure) {
        guard let group = context.controlGroup else { return }
        try about(group) { () throws(SystemError) in
            let file = try FileDescriptor.open(group + "/cgroup.procs", .writeOnly, resolve: .noMagicLinks)
            guard try file.isInControlGroups() else {
                throw SystemError(call: "fstatfs", errno: Errno.invalid)
            }
            try file.writeAll(Array("0\n".utf8))
        }
    }
}

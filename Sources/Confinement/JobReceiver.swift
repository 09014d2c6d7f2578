import LaunchProtocol
import LinuxSystem
import Wire

/// Takes the one job of this process from the daemon.
///
/// A message is the encoded job, or empty with the job in a sealed memory file as the first descriptor
/// attached. Three further descriptors, when there are any, replace 0, 1 and 2: what `inherit` then means.
enum JobReceiver {
    /// Nil when the daemon closed its end: no job will come.
    static func receive(on socket: borrowing ReportSocket) throws(StepFailure) -> LaunchJob? {
        var attached = DescriptorQueue()
        let message = try about("job") { () throws(SystemError) in try socket.receive { attached.append($0) }
        }
        guard var bytes = message else { return nil }
        if bytes.isEmpty {
            guard let file = attached.takeFirst() else {
                throw StepFailure(errno: Errno.badMessage, "empty job")
            }
            bytes = try contents(of: file)
        }
        try replaceStreams(&attached)
        do {
            return try LaunchJob(decoding: bytes)
        } catch {
            throw StepFailure(errno: Errno.badMessage, "job: \(error.reason) at byte \(error.offset)")
        }
    }

    /// The file must be sealed: the daemon could otherwise change the job while it is being carried out, and
    /// a mistake there would be a mistake of two processes.
    private static func contents(of file: borrowing FileDescriptor) throws(StepFailure) -> [UInt8] {
        guard try about("job", { () throws(SystemError) in try file.isSealed() }) else {
            throw StepFailure(errno: Errno.badMessage, "the job's memory file is not sealed")
        }
        let size = Int(try about("job") { () throws(SystemError) in try file.size() })
        guard size > 0, size <= LaunchJob.sizeLimit else {
            throw StepFailure(errno: Errno.fileTooLarge, "the job's memory file has \(size) bytes")
        }
        return try about("job") { () throws(SystemError) in try file.read(at: 0, count: size) }
    }

    private static func replaceStreams(_ attached: inout DescriptorQueue) throws(StepFailure) {
        guard attached.count > 0 else { return }
        guard attached.count == 3 else {
            throw StepFailure(
                errno: Errno.badMessage,
                "\(attached.count) descriptors came with the job, not 3"
            )
        }
        var number: Int32 = 0
        while let stream = attached.takeFirst() {
            try about("") { () throws(SystemError) in try stream.place(at: number) }
            number += 1
        }
    }
}

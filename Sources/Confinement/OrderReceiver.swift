import LaunchProtocol
import LinuxSystem
import Wire

/// What the daemon wants of a helper.
enum Order: ~Copyable {
    case job(LaunchJob)
    /// Begin another helper with that socket, born in that cgroup.
    case fork(socket: FileDescriptor, group: FileDescriptor?)
}

/// Takes what the daemon sends.
///
/// A job is its encoding, or empty with the encoding in a sealed memory file as the first descriptor
/// attached. Three further descriptors, when there are any, replace 0, 1 and 2: what `inherit` then means.
enum OrderReceiver {
    /// Nil when the daemon closed its end: nothing will come.
    static func receive(on socket: borrowing ReportSocket) throws(StepFailure) -> Order? {
        var attached = DescriptorQueue()
        let message = try about("job") { () throws(SystemError) in try socket.receive { attached.append($0) }
        }
        guard let bytes = message else { return nil }
        if ForkRequest.isOne(bytes) { return try fork(&attached) }
        return .job(try job(bytes, &attached))
    }

    private static func fork(_ attached: inout DescriptorQueue) throws(StepFailure) -> Order {
        guard attached.count <= 2, let socket = attached.takeFirst() else {
            throw StepFailure(
                errno: Errno.badMessage,
                "\(attached.count) descriptors came with a request to fork"
            )
        }
        return .fork(socket: socket, group: attached.takeFirst())
    }

    private static func job(_ message: [UInt8], _ attached: inout DescriptorQueue) throws(StepFailure)
        -> LaunchJob
    {
        var bytes = message
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

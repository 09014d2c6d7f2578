import LaunchProtocol
import LinuxSystem

/// The daemon's end of the conversation: the job comes from it, reports go to it, and it closes on exec.
struct ReportSocket: ~Copyable {
    /// Fixed by the daemon's spawn.
    static let number: Int32 = 3

    private var descriptor = FileDescriptor(owning: ReportSocket.number)

    init() {}

    /// Another one in its place, in a helper that was forked with it.
    mutating func become(_ other: borrowing FileDescriptor) throws(SystemError) {
        try other.place(at: ReportSocket.number)
    }

    /// The next message and its descriptors; nil when the daemon closed its end.
    func receive(_ take: (consuming FileDescriptor) -> Void) throws(SystemError) -> [UInt8]? {
        try MessageSocket.receiveWithDescriptors(on: descriptor, upTo: LaunchJob.inlineLimit, take)
    }

    /// Moves out of the way of descriptors that are promised to the service.
    mutating func move(above minimum: Int32) throws(SystemError) {
        descriptor = try descriptor.duplicate(above: minimum)
    }

    /// Waits for a byte, with `read(2)` alone and without allocating. False when the daemon closed its end.
    func waitForWord() throws(SystemError) -> Bool { try descriptor.readByte() != nil }

    func send(_ report: LaunchReport) throws(SystemError) {
        try MessageSocket.send(report.encoded(), on: descriptor)
    }

    func send(_ reply: ForkReply) throws(SystemError) {
        try MessageSocket.send(reply.encoded(), on: descriptor)
    }
}

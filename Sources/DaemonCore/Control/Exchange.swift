import ControlProtocol
import Wire

/// One call being answered: remembers whom to answer and whether they take several replies.
final class Exchange {
    let connection: Connection
    private let call: VarlinkCall
    private var isDone = false

    init(_ connection: Connection, _ call: VarlinkCall) {
        self.connection = connection
        self.call = call
    }

    var wantsMore: Bool { call.wantsMore }

    /// One of several replies, for a client that takes them.
    func progress(_ body: (inout JSONWriter) -> Void) {
        guard call.wantsMore, !call.isOneway else { return }
        connection.send(VarlinkReply.encode(continues: true, body))
    }

    /// The last reply, or the only one.
    func reply(reserving count: Int = 256, _ body: (inout JSONWriter) -> Void) {
        finish { VarlinkReply.encode(reserving: count, body) }
    }

    func fail(_ error: ControlError) {
        finish { VarlinkReply.encode(error) }
    }

    private func finish(_ message: () -> [UInt8]) {
        guard !isDone else { return }
        isDone = true
        if !call.isOneway { connection.send(message()) }
        connection.requestDone()
    }
}

import ControlProtocol
import EventLoop
import Glibc
import LinuxSystem
import Testing

@testable import DaemonCore

@Suite("A client's connection")
struct ConnectionTests {
    /// A connection and the client's end of it, in a loop that is turned by hand.
    private final class Exchange {
        let reactor: Reactor
        let connection: Connection
        private let client: Int32
        private(set) var requests: [String] = []

        init() throws {
            var ends: [Int32] = [0, 0]
            let type =
                Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            try #require(socketpair(AF_UNIX, type, 0, &ends) == 0)
            client = ends[1]
            reactor = try Reactor()
            var take: (Connection, [UInt8]) -> Void = { _, _ in }
            connection = Connection(
                FileDescriptor(owning: ends[0]),
                peer: PeerCredentials(pid: 1, uid: 1, groups: []),
                role: .administer,
                reactor: reactor
            ) { connection, frame in take(connection, frame) }
            take = { [unowned self] connection, frame in
                requests.append(String(decoding: frame, as: UTF8.self))
                connection.send(answer)
                connection.requestDone()
            }
            try connection.begin()
        }

        /// What each request is answered with.
        var answer: [UInt8] = [0]

        /// The client takes what has reached it of an answer.
        @discardableResult
        func takeAll() throws -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            let count = read(client, &bytes, bytes.count)
            try #require(count > 0)
            return Array(bytes.prefix(count))
        }

        deinit { close(client) }

        /// The client sends it, and the daemon reads it.
        func send(_ text: String) throws {
            let bytes = Array(text.utf8)
            try #require(write(client, bytes, bytes.count) == bytes.count)
            try turn()
        }

        /// One turn of the loop.
        func turn() throws {
            var turns = 0
            reactor.backlog = { [reactor] in
                turns += 1
                if turns > 1 { reactor.stop() }
                return false
            }
            try reactor.run()
        }
    }

    @Test("is told when there is no room for its answer, and closed")
    func noRoom() throws {
        let exchange = try Exchange()
        exchange.connection.hasRoomFor = { _, count in count < 1000 }
        exchange.answer = [UInt8](repeating: 0x20, count: 1000) + [0]
        try exchange.send("a\0")
        let told = try exchange.takeAll()
        #expect(String(decoding: told, as: UTF8.self).contains("too many answers wait"))
        #expect(!exchange.connection.isOpen)
    }

    @Test("has ten seconds for each request, however many begin in one piece")
    func clock() throws {
        let exchange = try Exchange()
        #expect(exchange.reactor.deadlines.earliest == nil)
        let before = Clock.monotonic()
        try exchange.send("a\0b")
        let first = try #require(exchange.reactor.deadlines.earliest)
        #expect(first >= before + 10_000_000)
        try exchange.send("b")
        #expect(exchange.reactor.deadlines.earliest == first, "more of the same request wins no time")
        let later = Clock.monotonic()
        try exchange.send("\0c")
        let second = try #require(exchange.reactor.deadlines.earliest)
        #expect(second >= later + 10_000_000, "the next request has its own")
        try exchange.send("\0")
        #expect(exchange.reactor.deadlines.earliest == nil, "nothing is begun")
        #expect(exchange.requests == ["a", "bb", "c"])
        exchange.reactor.deadlines.fire(upTo: .max)
        #expect(exchange.connection.isOpen)
    }

    @Test("has one request carried out in a turn of the loop, however many came at once")
    func pipelined() throws {
        let exchange = try Exchange()
        try exchange.send("a\0b\0c\0")
        #expect(exchange.requests == ["a"])
        try exchange.turn()
        #expect(exchange.requests == ["a", "b"])
        try exchange.turn()
        #expect(exchange.requests == ["a", "b", "c"])
        #expect(exchange.reactor.deadlines.earliest == nil)
    }

    @Test("is closed when an answer is not read on for ten seconds")
    func unread() throws {
        let exchange = try Exchange()
        exchange.answer = [UInt8](repeating: 1, count: 4 << 20)
        try exchange.send("a\0")
        let first = try #require(exchange.reactor.deadlines.earliest)
        try exchange.takeAll()
        try exchange.turn()
        let second = try #require(exchange.reactor.deadlines.earliest)
        #expect(second > first)
        #expect(exchange.connection.isOpen)
        exchange.reactor.deadlines.fire(upTo: second)
        #expect(!exchange.connection.isOpen)
    }

    @Test("is closed when a request does not end in time")
    func late() throws {
        let exchange = try Exchange()
        try exchange.send("half")
        let deadline = try #require(exchange.reactor.deadlines.earliest)
        exchange.reactor.deadlines.fire(upTo: deadline)
        #expect(!exchange.connection.isOpen)
        #expect(exchange.requests.isEmpty)
    }
}

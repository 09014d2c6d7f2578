import ControlProtocol
import EventLoop
import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@testable import DaemonCore

@Suite("Questions to the journal")
struct HistoryDeskTests {
    private let folder: ScratchFolder
    private let journal: ExitJournal
    private let reactor: Reactor
    private let desk: HistoryDesk

    init() throws {
        folder = try ScratchFolder()
        journal = ExitJournal(path: folder.path + "/j", maximumSize: 1 << 20, log: Log(output: .nowhere()))
        for number in 1...3000 {
            journal.append(
                ExitRecord(
                    unit: "a.service",
                    invocation: .none,
                    command: .start,
                    pid: Int32(number),
                    status: .success
                )
            )
        }
        reactor = try Reactor()
        desk = HistoryDesk(journal, reactor)
    }

    private final class Client {
        var isListening = true
        var answers: [(turn: Int, count: Int)] = []
    }

    /// Asks for each of the clients, and turns the loop until all who listen are answered; at most a thousand times.
    private func ask(_ clients: [Client], urgent: Client? = nil) throws {
        var turn = 0
        for client in clients {
            desk.take(
                HistoryQuery(unit: "a"),
                isUrgent: client === urgent,
                isWanted: { client.isListening },
                answer: { client.answers.append((turn, $0.count)) }
            )
        }
        reactor.backlog = { [reactor] in
            turn += 1
            if turn > 1000 || clients.allSatisfy({ !$0.isListening || !$0.answers.isEmpty }) {
                reactor.stop()
            }
            return true
        }
        try reactor.run()
    }

    @Test("are answered one after the other, so that only one holds what it has found")
    func one() throws {
        let alone = Client()
        try ask([alone])
        try #require(alone.answers.map(\.count) == [3000])
        try #require(alone.answers[0].turn > 2, "it takes several turns")
        let clients = (0..<3).map { _ in Client() }
        try ask(clients)
        #expect(clients.map { $0.answers.count } == [1, 1, 1])
        let turns = clients.compactMap { $0.answers.first?.turn }
        #expect(zip(turns, turns.dropFirst()).allSatisfy { $1 - $0 >= alone.answers[0].turn - 2 }, "\(turns)")
    }

    @Test("of who administers come before those of others")
    func urgent() throws {
        let clients = (0..<4).map { _ in Client() }
        try ask(clients, urgent: clients[3])
        let order = clients.indices.sorted { clients[$0].answers[0].turn < clients[$1].answers[0].turn }
        #expect(order == [3, 0, 1, 2])
    }

    @Test("of who has gone are dropped")
    func gone() throws {
        let clients = (0..<3).map { _ in Client() }
        clients[0].isListening = false
        clients[1].isListening = false
        try ask(clients)
        #expect(clients.map { $0.answers.count } == [0, 0, 1])
    }
}

import ControlProtocol
import EventLoop
import LinuxSystem
import ServiceModel

/// Clients' questions to the journal, one at a time: each holds what it has found until it is answered.
final class HistoryDesk {
    private struct Question {
        let query: HistoryQuery
        let isUrgent: Bool
        let isWanted: () -> Bool
        let answer: ([ExitRecord]) -> Void
    }

    private let journal: ExitJournal
    private let reactor: Reactor
    /// There are no more than clients, each of which asks one question at a time.
    private var waiting: [Question] = []
    private var isBusy = false

    init(_ journal: ExitJournal, _ reactor: Reactor) {
        self.journal = journal
        self.reactor = reactor
    }

    /// Calls `answer` with the records, the oldest first, in a later turn of the loop. Nobody waits for the answer once
    /// `isWanted` returns false. What is urgent comes before all that waits and is not.
    func take(
        _ query: HistoryQuery,
        isUrgent: Bool,
        isWanted: @escaping () -> Bool,
        answer: @escaping ([ExitRecord]) -> Void
    ) {
        waiting.append(
            Question(query: query, isUrgent: isUrgent, isWanted: isWanted, answer: answer)
        )
        guard !isBusy else { return }
        isBusy = true
        nextTurn(begin)
    }

    private func nextTurn(_ body: @escaping () -> Void) {
        reactor.deadlines.call(at: Clock.monotonic(), body)
    }

    private func begin() {
        waiting.removeAll { !$0.isWanted() }
        guard !waiting.isEmpty else {
            isBusy = false
            return
        }
        let question = waiting.remove(at: waiting.firstIndex { $0.isUrgent } ?? 0)
        look(HistorySearch(question.query, in: journal.history()), question)
    }

    /// Looks through one piece of the journal.
    private func look(_ search: HistorySearch, _ question: Question) {
        guard question.isWanted() else { return begin() }
        if search.goOn() {
            nextTurn { [self] in look(search, question) }
        } else {
            question.answer(search.found)
            Memory.trim()
            nextTurn { [self] in begin() }
        }
    }
}

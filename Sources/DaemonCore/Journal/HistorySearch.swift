import ControlProtocol
import ServiceModel

/// One client's question to the journal, answered piece by piece.
final class HistorySearch {
    /// What one answer holds at most.
    private static let maximumRecords = 10_000

    private let query: HistoryQuery
    private let unit: String?
    private let limit: Int
    private let history: JournalHistory
    /// The newest first.
    private var records: [ExitRecord] = []

    init(_ query: HistoryQuery, in history: JournalHistory) {
        self.query = query
        self.history = history
        unit = query.unit.map { UnitName($0)?.text ?? $0 + ".service" }
        limit = min(query.limit.map(Int.init) ?? HistorySearch.maximumRecords, HistorySearch.maximumRecords)
    }

    /// What was found, the oldest first.
    var found: [ExitRecord] { records.reversed() }

    /// Looks through the next piece; returns whether there is another.
    func goOn() -> Bool {
        history.look { record in
            guard records.count < limit else { return false }
            if isWanted(record) { records.append(record) }
            return true
        }
    }

    private func isWanted(_ record: ExitRecord) -> Bool {
        // The clock may have been set back: older records need not be further back.
        if let since = query.since, record.endedAt < since { return false }
        if let unit, record.unit != unit { return false }
        return !query.failedOnly || record.result != .success
    }
}

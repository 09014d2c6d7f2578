import ControlProtocol

/// A request over several units: collects what became of each, tells the client as it goes if it wants to
/// know, and answers when the last is done.
final class UnitOperation {
    private let exchange: Exchange
    private var results: [UnitResult?]
    private var open: Int

    init(_ exchange: Exchange, count: Int) {
        self.exchange = exchange
        results = Array(repeating: nil, count: count)
        open = count
        if count == 0 { exchange.reply { UnitResults([]).encode(into: &$0) } }
    }

    func finish(_ index: Int, _ result: UnitResult) {
        guard results[index] == nil else { return }
        results[index] = result
        open -= 1
        if open > 0 { exchange.progress { UnitResults([result]).encode(into: &$0) } }
        guard open == 0 else { return }
        let all = results.compactMap { $0 }
        exchange.reply { UnitResults(all).encode(into: &$0) }
    }
}

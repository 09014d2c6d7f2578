/// What may stand where the cursor is.
struct Completer {
    struct Proposal: Equatable {
        /// Characters before the cursor that a candidate replaces.
        let typed: Int
        let candidates: [String]

        /// As far as all candidates agree; with a blank behind it when there is only one.
        var agreed: String {
            guard let first = candidates.first else { return "" }
            if candidates.count == 1 { return first.hasSuffix("=") ? first : first + " " }
            return candidates.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        }
    }

    /// The units' names as people write them, asked for when they are needed.
    let units: () -> [String]

    func propose(_ line: String) -> Proposal {
        let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        let isFresh = line.isEmpty || line.last == " "
        let word = isFresh ? "" : words.last ?? ""
        let before = isFresh ? words : Array(words.dropLast())
        let candidates = self.candidates(word, behind: before).filter { $0.hasPrefix(word) }
        return Proposal(typed: word.count, candidates: candidates.sorted())
    }

    private func candidates(_ word: String, behind words: [String]) -> [String] {
        guard let verb = words.first else { return CommandTable.all.map(\.name) + ["exit", "quit"] }
        guard let command = CommandTable.command(verb) else { return [] }
        if word.hasPrefix("-") {
            return command.options.map { $0.name + ($0.placeholder == nil || $0.name.count == 2 ? "" : "=") }
                + ["--json"]
        }
        switch command.completion {
        case .nothing: return []
        case .commands: return CommandTable.all.map(\.name)
        case .units, .unitsAndFiles: return units() + ["all"]
        case .signalThenUnits:
            return words.contains { !$0.hasPrefix("-") && $0 != verb } ? units() + ["all"] : SignalNames.all
        }
    }
}

extension String {
    /// The start that both have.
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}

import ServiceModel

/// What may stand where a word is being typed: on a line of the client's own shell, or, through `complete`, on a
/// command line in bash, zsh or fish.
struct Completer {
    struct Candidate: Equatable {
        let text: String
        var help = ""
    }

    struct Proposal: Equatable {
        var candidates: [Candidate] = []
        /// Files or directories may stand there too.
        var paths: CommandOption.Values?

        static let nothing = Proposal()
    }

    /// The units' names as people write them, asked for when they are needed.
    let units: () -> [String]

    /// On a command line, behind the program's name.
    func proposeArgument(_ word: String, behind words: [String]) -> Proposal {
        var rest = words[...]
        while let argument = rest.first, argument.begins(with: "-"), argument != "--" {
            rest = rest.dropFirst()
            let (name, attached) = CommandOption.split(argument)
            guard attached == nil, let option = ClientOptions.table.first(where: { $0.names.contains(name) }),
                option.placeholder != nil
            else { continue }
            guard rest.popFirst() != nil else { return values(of: option, word) }
        }
        if rest.isEmpty, word.begins(with: "-") { return options(ClientOptions.table, word) }
        return propose(word, behind: Array(rest), verbs: CommandTable.all.map(Completer.candidate))
    }

    /// On a line of the shell.
    func propose(_ word: String, behind words: [String]) -> Proposal {
        let leave = [Candidate(text: "exit"), Candidate(text: "quit")]
        return propose(word, behind: words, verbs: CommandTable.all.map(Completer.candidate) + leave)
    }

    private static func candidate(_ command: CommandDescription) -> Candidate {
        Candidate(text: command.name, help: command.summary)
    }

    private func propose(_ word: String, behind words: [String], verbs: [Candidate]) -> Proposal {
        var rest = words[...]
        guard let verb = rest.popFirst() else { return fitting(verbs, word) }
        guard let command = CommandTable.command(verb) else { return .nothing }
        var operands = 0
        while let argument = rest.popFirst() {
            if argument == "--" { return propose(operand: operands + rest.count, of: command, word) }
            guard argument.begins(with: "-"), argument != "-" else {
                operands += 1
                continue
            }
            let (name, attached) = CommandOption.split(argument)
            guard attached == nil, let option = command.options.first(where: { $0.names.contains(name) }),
                option.placeholder != nil
            else { continue }
            guard rest.popFirst() != nil else { return values(of: option, word) }
        }
        if word.begins(with: "-") { return options(command.options + Completer.everywhere, word) }
        return propose(operand: operands, of: command, word)
    }

    private static let everywhere = ["--json", "--help"].compactMap { name in
        ClientOptions.table.first { $0.name == name }
    }

    private func propose(operand number: Int, of command: CommandDescription, _ word: String) -> Proposal {
        switch command.completion {
        case .nothing: return .nothing
        case .commands:
            return number == 0 ? fitting(CommandTable.all.map(Completer.candidate), word) : .nothing
        case .units: return fitting(unitCandidates, word)
        case .unitsAndFiles:
            var proposal = fitting(unitCandidates, word)
            proposal.paths = .files
            return proposal
        case .signalThenUnits:
            return number > 0 ? fitting(unitCandidates, word) : fitting(Completer.signals, word)
        }
    }

    private static let signals = SignalNames.all.map { Candidate(text: $0) }

    private var unitCandidates: [Candidate] { units().map { Candidate(text: $0) } + [Candidate(text: "all")] }

    private func options(_ table: [CommandOption], _ word: String) -> Proposal {
        let (name, attached) = CommandOption.split(word)
        if let attached, let option = table.first(where: { $0.names.contains(name) }) {
            var proposal = values(of: option, attached)
            proposal.candidates = proposal.candidates.map { Candidate(text: name + "=" + $0.text) }
            return proposal
        }
        let names = table.map { option in
            Candidate(text: option.name + (option.placeholder == nil ? "" : "="), help: option.help)
        }
        return fitting(names, word)
    }

    private func values(of option: CommandOption, _ word: String) -> Proposal {
        switch option.values {
        case .anything: .nothing
        case .files, .directories: Proposal(paths: option.values)
        case .signals: fitting(Completer.signals, word)
        case .words(let words): fitting(words.map { Candidate(text: $0) }, word)
        }
    }

    private func fitting(_ candidates: [Candidate], _ word: String) -> Proposal {
        Proposal(candidates: candidates.filter { $0.text.begins(with: word) }.sorted { $0.text < $1.text })
    }
}

extension Completer {
    /// A completion of a line as the shell shows it.
    struct LineProposal: Equatable {
        /// Characters before the cursor that a candidate replaces.
        let typed: Int
        let candidates: [String]

        /// As far as all candidates agree; with a blank behind it when there is only one.
        var agreed: String {
            guard let first = candidates.first else { return "" }
            if candidates.count == 1 { return first.ends(with: "=") ? first : first + " " }
            return candidates.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        }
    }

    func propose(_ line: String) -> LineProposal {
        let words = line.fields(at: " ", omittingEmptySubsequences: true).map(String.init)
        let isFresh = line.isEmpty || line.last == " "
        let word = isFresh ? "" : words.last ?? ""
        let proposal = propose(word, behind: isFresh ? words : Array(words.dropLast()))
        return LineProposal(typed: word.count, candidates: proposal.candidates.map(\.text))
    }
}

extension String {
    /// The start that both have.
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}

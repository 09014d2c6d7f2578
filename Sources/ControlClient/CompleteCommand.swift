import ControlProtocol
import LinuxSystem
import Wire

/// complete: what the completions of bash, zsh and fish ask. One candidate a line, a tab and its help behind it; `:files`
/// or `:directories` where the shell's own may stand too.
struct CompleteCommand {
    static let table: [CommandDescription] = [
        CommandDescription(
            name: "complete",
            operands: "-- WORD...",
            summary: "what the last WORD of a command line may become; for the shells' completions",
            options: [
                CommandOption(["--quoted"], nil, "the words are as the shell read them, with their quotes")
            ]
        ) { session, words in CompleteCommand(session: session).run(words) }
    ]

    let session: ClientSession

    private func run(_ words: CommandWords) -> Int32 {
        var typed = words.operands
        if words.has("--quoted") {
            typed = typed.map { CommandLineSplitter.split($0).joined(separator: " ") }
        }
        let word = typed.popLast() ?? ""
        let control = self.control(typed)
        let proposal = Completer(units: { UnitNames.known(to: control) }).proposeArgument(word, behind: typed)
        for candidate in proposal.candidates {
            session.output.line(candidate.text + (candidate.help.isEmpty ? "" : "\t" + candidate.help))
        }
        switch proposal.paths {
        case .files: session.output.line(":files")
        case .directories: session.output.line(":directories")
        case .anything, .signals, .words, nil: break
        }
        session.output.document { writer in
            writer.object { $0.field("candidates", proposal.candidates.map(\.text)) }
        }
        return ExitCode.success
    }

    /// The options before the command say which daemon is meant.
    private func control(_ words: [String]) -> String {
        guard case .run(let options) = ClientOptions.parse(words), let control = options.givenControl else {
            return session.control
        }
        return control
    }
}

/// The units' names for completion.
enum UnitNames {
    /// None while the daemon does not answer: completion is no place for error messages.
    static func known(to control: String) -> [String] {
        do {
            let soon = Clock.monotonic() + 1_000_000
            let value = try DaemonLink(control).ask(.listUnits(patterns: [], all: true), until: soon)
            return try UnitList(value).units.map { StatusRow.displayName($0.name) }
        } catch {
            return []
        }
    }
}

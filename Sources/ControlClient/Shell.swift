import ControlProtocol
import LinuxSystem

/// The shell of `supervisorctl` without a command. Lives on when the daemon does not.
struct Shell {
    private static let prompt = "supervisor> "

    let session: ClientSession

    /// `first` is carried out before the first prompt; without one a person sees the status. Returns the exit status:
    /// 0, as Supervisor's shell has it, unless a signal ended it.
    func run(first: [String]) -> Int32 {
        do {
            let signals = try ClientSignals()
            session.signals = signals
            return try loop(LineSource(signals: signals, environment: session.environment), signals, first)
        } catch {
            session.output.problem("ERROR: the terminal: \(error)")
            return ExitCode.generic
        }
    }

    private func loop(_ source: LineSource, _ signals: ClientSignals, _ first: [String]) throws(SystemError)
        -> Int32
    {
        var history = ShellHistory(session.options, session.environment)
        let words = first.isEmpty && source.isInteractive ? ["status"] : first
        if let ended = try carryOut(words, signals) { return ended }
        var isUntouched = words.isEmpty
        while true {
            let line = try source.next(
                prompt: Shell.prompt,
                history: history.lines,
                completer: Completer(units: cachedUnits()),
                output: session.output
            )
            switch line {
            case .end:
                // Nobody had anything to say, so the table is what was wanted.
                if isUntouched, session.options.isJSON { return session.carryOut(["status"]) }
                return ExitCode.success
            case .signal(let number): return 128 + number
            case .nothing: continue
            case .text(let text):
                isUntouched = false
                if source.isInteractive { history.add(text) }
                let words = CommandLineSplitter.split(text)
                if words.first == "quit" || words.first == "exit" { return ExitCode.success }
                if words.first == "shutdown", source.isInteractive, try !confirms(source) { continue }
                if let ended = try carryOut(words, signals) { return ended }
            }
        }
    }

    /// A status to end with when a signal came that ends the program.
    private func carryOut(_ words: [String], _ signals: ClientSignals) throws(SystemError) -> Int32? {
        session.output.isJSON = session.options.isJSON || words.contains("--json")
        _ = session.carryOut(words.filter { $0 != "--json" })
        session.output.finish()
        while let wish = try signals.next() {
            if case .end(let number) = wish { return 128 + number }
        }
        return nil
    }

    private func confirms(_ source: LineSource) throws(SystemError) -> Bool {
        let answer = try source.next(
            prompt: "Really shut the remote supervisord process down y/N? ",
            history: [],
            completer: Completer(units: { [] }),
            output: session.output
        )
        return answer == .text("y") || answer == .text("Y")
    }

    /// The units are asked for once a prompt, at the first Tab that needs them.
    private func cachedUnits() -> () -> [String] {
        var known: [String]?
        return {
            if let known { return known }
            let units = UnitNames.known(to: session.control)
            known = units
            return units
        }
    }
}

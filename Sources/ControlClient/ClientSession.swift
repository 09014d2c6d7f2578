import ControlProtocol
import LinuxSystem
import ServiceModel
import Wire

/// What the commands of one run of the program share: where the daemon is, where output goes, who interrupts.
final class ClientSession {
    let options: ClientOptions
    let output: Output
    let environment: ClientEnvironment
    /// The daemon's socket: the one that was named, or that is found.
    private(set) lazy var control = options.givenControl ?? ControlSocket.found(environment)
    /// Set by the shell, which outlives an interrupted command.
    var signals: ClientSignals?

    init(options: ClientOptions, output: Output, environment: ClientEnvironment) {
        self.options = options
        self.output = output
        self.environment = environment
    }

    // MARK: commands

    /// Carries one command out and says what went wrong, if something did.
    func carryOut(_ words: [String]) -> Int32 {
        guard let name = words.first else { return ExitCode.success }
        do {
            return try perform(name, Array(words.dropFirst()))
        } catch {
            let failure = FailureText.failure(error, command: name, control: control)
            output.fail(failure)
            return failure.status
        }
    }

    private func perform(_ name: String, _ words: [String]) throws -> Int32 {
        guard let command = CommandTable.command(name) else { throw FailureText.unknown(command: name) }
        if words.contains("--help") || words == ["-h"] {
            return HelpCommand.show(command.name, output)
        }
        return try command.run(self, try CommandWords(words, of: command))
    }

    // MARK: the daemon

    /// `doing` is what the terminal says while it takes long.
    func ask(
        _ request: Request,
        doing: String = "waiting for the daemon",
        waitsForJob: Bool = false,
        until deadline: UInt64? = nil
    ) throws(DaemonLink.Failure) -> JSONValue {
        let link = try DaemonLink(control)
        let progress = Progress(doing, output, environment)
        if signals == nil, let progress {
            return try askOnce(link, request, waitsForJob, deadline, progress)
        }
        return try link.ask(
            request,
            waitsForJob: waitsForJob,
            until: deadline,
            progress: progress,
            signals: signals
        )
    }

    /// Outside the shell a signal ends the program, after the progress line is taken back.
    private func askOnce(
        _ link: borrowing DaemonLink,
        _ request: Request,
        _ waitsForJob: Bool,
        _ deadline: UInt64?,
        _ progress: Progress
    ) throws(DaemonLink.Failure) -> JSONValue {
        do {
            let signals = try ClientSignals()
            do {
                return try link.ask(
                    request,
                    waitsForJob: waitsForJob,
                    until: deadline,
                    progress: progress,
                    signals: signals
                )
            } catch DaemonLink.Failure.interrupted {
                progress.erase()
                let number: Int32 = if case .end(let number) = try signals.next() { number } else { 2 }
                throw DaemonLink.Failure.interrupted(status: 128 + number)
            }
        } catch let failure as DaemonLink.Failure {
            throw failure
        } catch {
            throw .broken("\(error)")
        }
    }

    /// Asks, and shows a program the answer as it is.
    func tell(_ request: Request) throws -> JSONValue {
        let value = try ask(request)
        output.document { $0.value(value) }
        return value
    }

    /// The full names of the units that names and globs mean, in the daemon's order.
    func names(of patterns: [String]) throws -> (units: [String], unmatched: [String]) {
        let list = try UnitList(try ask(.listUnits(patterns: patterns, all: true)))
        return (list.units.map(\.name), list.unmatched)
    }
}

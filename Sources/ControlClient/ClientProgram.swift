import LinuxSystem
import ServiceModel
import Wire

/// `supervisorctl` from its command line to its exit status.
enum ClientProgram {
    static func run(_ arguments: [String]) -> Int32 {
        let environment = ClientEnvironment()
        let output = Output(isColoured: environment.permitsColour && ClientTerminal.isTerminal(1))
        let status = run(arguments, output, environment)
        output.flush()
        guard let failure = output.failure else { return status }
        output.isJSON = false
        output.problem("Error: standard output: \(ErrorName.text(failure.errno))")
        return status == ExitCode.success ? ExitCode.generic : status
    }

    private static func run(_ arguments: [String], _ output: Output, _ environment: ClientEnvironment)
        -> Int32
    {
        do {
            try SignalDescriptor.ignore(13)
        } catch {
            return ExitCode.generic
        }
        switch ClientOptions.parse(arguments) {
        case .help:
            output.isJSON = arguments.contains("--json")
            return HelpCommand.show(nil, output)
        case .version:
            output.isJSON = arguments.contains("--json")
            output.line("supervisorctl \(Version.current)")
            output.document { writer in writer.object { $0.field("version", Version.current) } }
            return ExitCode.success
        case .unusable(let problem):
            output.isJSON = arguments.contains("--json")
            output.fail(
                CommandFailure(
                    ExitCode.invalidArguments,
                    "usage",
                    "Error: \(problem)\nFor help, use supervisorctl -h"
                )
            )
            return ExitCode.invalidArguments
        case .run(let options):
            output.isJSON = options.isJSON
            return run(ClientSession(options: options, output: output, environment: environment))
        }
    }

    private static func run(_ session: ClientSession) -> Int32 {
        let words = session.options.command
        guard words.isEmpty || session.options.isInteractive else { return session.carryOut(words) }
        // Where nobody says that a shell is wanted, `--json` without a command can only mean the table.
        if words.isEmpty, session.options.isJSON, !session.options.isInteractive, ClientTerminal.isTerminal(0)
        {
            return session.carryOut(["status"])
        }
        return Shell(session: session).run(first: words)
    }
}

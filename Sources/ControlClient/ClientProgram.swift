import LinuxSystem
import ServiceModel
import Wire

/// `supervisorctl` from its command line to its exit status.
enum ClientProgram {
    static func run(_ arguments: [String]) -> Int32 {
        let environment = ClientEnvironment()
        let output = Output(isColoured: environment.permitsColour && ClientTerminal.isTerminal(1))
        defer { output.flush() }
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
        // Without a terminal and without a command, `--json` can only mean the table.
        if words.isEmpty, session.options.isJSON { return session.carryOut(["status"]) }
        return Shell(session: session).run(first: words)
    }
}

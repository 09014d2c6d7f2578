import ControlProtocol
import LinuxSystem
import ServiceModel
import Wire

/// `supervisorctl` from its command line to its exit status.
enum ClientProgram {
    static let usage = """
        Usage: supervisorctl [--control PATH | --root DIR] [--json] COMMAND [ARGUMENT]...

          status [UNIT...]               what runs; for one unit, everything about it
          start|stop|restart UNIT...     units by name, glob or 'all', with or without '.service'
          reload UNIT...                 runs the unit's ExecReload=
          signal SIGNAL UNIT...          to the main process
          kill [-s SIGNAL] UNIT...       to every process of the unit, SIGTERM unless told
          pid [UNIT...]                  pids, the daemon's own without a unit
          show [-p NAME,...] UNIT        properties under systemd's names
          cat UNIT                       the unit's files
          list-units                     units with systemd's states
          history [UNIT] [--failed]      how processes ended
          verify [UNIT|FILE...]          findings about unit files, without the daemon
          reset-failed UNIT...           forgets a failure and the start limit
          daemon-reload                  reads the unit files again
          shutdown                       stops everything and ends the daemon
          version                        the daemon's version, and what this host permits
          help                           this

        Exit status: 0 done, 1 failed, 2 wrong usage, 3 not available (status: a unit is not running), 4 no such unit or no
        daemon, 7 not running. See supervisorctl(1).

        """

    static func run(_ arguments: [String]) -> Int32 {
        let output = Output()
        defer { output.flush() }
        do {
            try SignalDescriptor.ignore(13)
        } catch {
            return ExitCode.generic
        }
        switch ClientOptions.parse(arguments) {
        case .help:
            output.raw(Array(usage.utf8))
            return ExitCode.success
        case .unusable(let problem):
            output.problem("Error: \(problem)\nFor help, use supervisorctl -h")
            return ExitCode.invalidArguments
        case .run(let options): return run(options, output)
        }
    }

    private static func run(_ options: ClientOptions, _ output: Output) -> Int32 {
        var session = ClientSession(options: options, output: output)
        let words = options.command.isEmpty ? ["status"] : options.command
        do {
            return try session.carryOut(words[0], Array(words.dropFirst()))
        } catch {
            return session.explain(error, command: words[0])
        }
    }
}

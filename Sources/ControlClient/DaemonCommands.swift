import ControlProtocol
import LinuxSystem
import ServiceModel
import Wire

/// daemon-reload, shutdown and version.
struct DaemonCommands {
    static let table: [CommandDescription] = [
        CommandDescription(
            name: "daemon-reload",
            operands: "",
            summary: "reads the unit files again; what runs goes on"
        ) { session, words in try DaemonCommands(session: session).reload(words) },
        CommandDescription(
            name: "shutdown",
            operands: "",
            summary: "stops every unit and ends the daemon"
        ) { session, words in try DaemonCommands(session: session).shutdown(words) },
        CommandDescription(
            name: "version",
            operands: "",
            summary: "the daemon's version, and what this host does not permit"
        ) { session, words in try DaemonCommands(session: session).version(words) },
    ]

    let session: ClientSession

    private func reload(_ words: CommandWords) throws -> Int32 {
        try refuseOperands(words, of: "daemon-reload")
        let value = try session.ask(.reloadDaemon, doing: "reading the unit files", waitsForJob: true)
        session.output.document { $0.value(value) }
        let report = try ReloadReport(value)
        for name in report.added { session.output.line("\(StatusRow.displayName(name)): available") }
        for name in report.changed { session.output.line("\(StatusRow.displayName(name)): changed") }
        for name in report.removed { session.output.line("\(StatusRow.displayName(name)): disappeared") }
        if report.added.isEmpty, report.changed.isEmpty, report.removed.isEmpty {
            session.output.line("No config updates to processes")
        }
        for finding in report.diagnostics where finding.severity != .note {
            session.output.problem(finding.description)
        }
        return ExitCode.success
    }

    private func shutdown(_ words: CommandWords) throws -> Int32 {
        try refuseOperands(words, of: "shutdown")
        _ = try session.tell(.shutdown)
        session.output.line("Shut down")
        return ExitCode.success
    }

    private func version(_ words: CommandWords) throws -> Int32 {
        try refuseOperands(words, of: "version")
        let version = try DaemonVersion(try session.tell(.version))
        session.output.line(version.version)
        for sentence in version.unavailable { session.output.problem(sentence) }
        return ExitCode.success
    }

    private func refuseOperands(_ words: CommandWords, of command: String) throws {
        guard words.operands.isEmpty else {
            throw CommandFailure(ExitCode.generic, "usage", "Error: \(command) accepts no arguments")
        }
    }
}

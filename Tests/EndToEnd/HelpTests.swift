import TestSupport
import Testing

@Suite("The --help of each program")
struct HelpTests {
    @Test(
        "is the stored one",
        // The helper is run by the daemon only, takes nothing from its arguments, and says so.
        arguments: ["supervisord": 0, "supervisor-load": 0, "supervisor-exec": 202, "supervisorctl": 0]
    )
    func snapshot(program: String, status: Int32) throws {
        let run = try Command.run(RunningSupervisor.program(program), ["--help"])
        #expect(run.status == status)
        try compare(run.output, "\(program).txt", "\(program) --help")
    }

    /// In the order of the summary.
    private static let commands = [
        "status", "list-units", "pid", "start", "stop", "restart", "reload", "signal", "kill", "show", "cat",
        "reset-failed", "history", "verify", "security", "daemon-reload", "shutdown", "version", "help",
    ]

    @Test("is the stored one for each command, and the summary lists no other")
    func commands() throws {
        let client = RunningSupervisor.program("supervisorctl")
        var text = ""
        for command in HelpTests.commands {
            let run = try Command.run(client, [command, "--help"])
            #expect(run.status == 0)
            #expect(try Command.run(client, ["help", command]).output == run.output)
            text += run.output + "\n"
        }
        try compare(
            text,
            "supervisorctl-commands.txt",
            "supervisorctl COMMAND --help, an empty line behind each"
        )
        let listed = try Command.run(client, ["help"]).output.split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        .drop { !$0.hasPrefix("  ") }.prefix { !$0.isEmpty }
        #expect(listed.map { $0.split(separator: " ").first.map(String.init) } == HelpTests.commands)
    }

    private func compare(_ found: String, _ file: String, _ source: String) throws {
        let folder = "/" + "\(#filePath)".split(separator: "/").dropLast(2).joined(separator: "/")
        let stored = try Files.text(folder + "/Snapshots/" + file)
        #expect(found == stored, "if this is meant, Tests/Snapshots/\(file) is what \(source) prints")
    }
}

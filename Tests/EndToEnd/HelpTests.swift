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
        let folder = "/" + "\(#filePath)".split(separator: "/").dropLast(2).joined(separator: "/")
        let stored = try Files.text(folder + "/Snapshots/\(program).txt")
        #expect(run.output == stored, "if this is meant: \(program) --help > Tests/Snapshots/\(program).txt")
    }
}

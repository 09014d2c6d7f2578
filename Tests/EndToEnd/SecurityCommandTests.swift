import TestSupport
import Testing

@Suite("supervisorctl security")
struct SecurityCommandTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try folder.write("web.service", "[Service]\nExecStart=/bin/true\nPrivateNetwork=yes\n")
        try folder.write("bare.service", "[Service]\nExecStart=/bin/true\n")
        try folder.write("empty.service", "[Service]\n")
    }

    private func run(_ words: [String]) throws -> Command.Outcome {
        let loader = RunningSupervisor.program("supervisor-load")
        let client = RunningSupervisor.program("supervisorctl")
        return try Command.run(client, ["--loader", loader] + words)
    }

    @Test("prints both scores of a file")
    func file() throws {
        let run = try run(["security", "--offline", folder.path + "/bare.service"])
        #expect(run.status == 0)
        #expect(run.output.contains("→ Overall exposure level for bare.service: 9.6 UNSAFE\n"))
        #expect(run.output.contains("→ Effective, counting what is enforced here: 9.6 UNSAFE\n"))
    }

    @Test("lists the units of a search path, the most exposed first")
    func list() throws {
        let run = try run(["security", "--unit-path", folder.path])
        let lines = run.output.split(separator: "\n").filter { $0.contains("SAFE") }
        #expect(lines.first?.hasPrefix("bare.service") == true)
        #expect(run.output.contains("Error: empty.service does not load: it has no command\n"))
    }

    @Test(
        "fails above its threshold, and where there is no score, in a sentence",
        arguments: [
            (["--threshold", "95", "bare.service"], 1, "9.6 UNSAFE"),
            (["--threshold", "96", "bare.service"], 0, "9.6 UNSAFE"),
            (["--threshold", "101", "bare.service"], 2, "takes a number from 0 to 100, not '101'"),
            (["none.service"], 1, "Error: there is no file"),
            (["empty.service"], 1, "Error: empty.service does not load: it has no command"),
        ] as [([String], Int32, String)]
    )
    func failures(words: [String], status: Int32, sentence: String) throws {
        let file = folder.path + "/" + (words.last ?? "")
        let run = try run(["security"] + words.dropLast() + [file])
        #expect(run.status == status)
        #expect(run.output.contains(sentence), "\(run.output)")
    }
}

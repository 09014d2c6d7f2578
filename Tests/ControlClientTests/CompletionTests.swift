import Testing

@testable import ControlClient

@Suite("Completion in the shell")
struct CompletionTests {
    private let completer = Completer(units: { ["web", "web-2", "redis"] })

    @Test(
        "offers what may stand there",
        arguments: [
            ("sta", ["start", "status"]), ("stat", ["status"]), ("start w", ["web", "web-2"]),
            ("start redis we", ["web", "web-2"]), ("start --no", ["--no-wait"]),
            ("help ver", ["verify", "version"]),
            ("signal TER", ["TERM"]), ("signal TERM r", ["redis"]), ("version x", []), ("nonsense w", []),
        ]
    )
    func candidates(line: String, expected: [String]) {
        #expect(completer.propose(line).candidates == expected)
    }

    @Test(
        "knows on a command line the options before the command, and what an option takes",
        arguments: [
            ([], "sta", ["start", "status"]), ([], "--js", ["--json"]),
            (["--json", "-s", "/x"], "stat", ["status"]),
            (["--root=/x", "start"], "w", ["web", "web-2"]), (["--", "start"], "--no", []),
            (["kill", "-s"], "TER", ["TERM"]), (["kill"], "--signal=TER", ["--signal=TERM"]),
            (["kill", "--kill-whom"], "", ["all", "control", "main"]), (["signal", "TERM"], "r", ["redis"]),
            (["stop", "--timeout"], "", []), (["stop", "--", "-x"], "r", ["redis"]),
            (["help", "stop"], "", []),
            (["start"], "--he", ["--help"]), (["--nonsense"], "sta", ["start", "status"]),
        ]
    )
    func commandLine(words: [String], word: String, expected: [String]) {
        #expect(completer.proposeArgument(word, behind: words).candidates.map(\.text) == expected)
    }

    @Test("leaves files and directories to the shell of the system")
    func paths() {
        #expect(completer.proposeArgument("", behind: ["verify"]).paths == .files)
        #expect(completer.proposeArgument("/etc", behind: ["-s"]).paths == .files)
        #expect(completer.proposeArgument("--root=/e", behind: []).paths == .directories)
        #expect(completer.proposeArgument("", behind: ["start"]).paths == nil)
    }

    @Test("goes as far as the candidates agree")
    func agreed() {
        #expect(completer.propose("start w").agreed == "web")
        #expect(completer.propose("start r").agreed == "redis ")
        #expect(completer.propose("start --tim").agreed == "--timeout=")
        #expect(completer.propose("start r").typed == 1)
        #expect(completer.propose("").candidates.contains("quit"))
    }

    @Test("asks for no units where none can stand")
    func lazy() {
        var asked = 0
        let completer = Completer(units: {
            asked += 1
            return []
        })
        _ = completer.propose("sta")
        _ = completer.propose("help st")
        #expect(asked == 0)
        _ = completer.propose("start ")
        #expect(asked == 1)
    }

    @Test("sets candidates in columns, downwards")
    func columns() {
        #expect(Columns.rows(["a", "b", "c", "d", "e"], width: 9) == ["a  c  e", "b  d"])
        #expect(Columns.rows(["long-name"], width: 4) == ["long-name"])
        #expect(Columns.rows([], width: 80) == [])
    }
}

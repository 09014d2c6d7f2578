import Testing

@testable import ControlClient

@Suite("The words of a command line")
struct WordsTests {
    private func options(_ words: [String]) throws -> ClientOptions {
        guard case .run(let options) = ClientOptions.parse(words) else { throw Unusable() }
        return options
    }

    private struct Unusable: Error {}

    @Test("may ask for JSON before the command and behind it")
    func json() throws {
        #expect(try options(["--json", "status"]).isJSON)
        #expect(try options(["status", "--json", "web"]).command == ["status", "web"])
        #expect(try options(["status", "--json"]).isJSON)
        #expect(try !options(["status", "--", "--json"]).isJSON)
    }

    @Test("may stand in one argument, as Supervisor has it")
    func oneArgument() throws {
        #expect(try options(["status web 'a b'"]).command == ["status", "web", "a b"])
    }

    @Test("name the socket by path, by root or by Supervisor's URL")
    func socket() throws {
        #expect(try options(["--root", "/x", "status"]).givenControl == "/x/run/castellan/control")
        #expect(try options(["-s", "unix:///x/y", "status"]).givenControl == "/x/y")
        #expect(try options(["--control=/x/y"]).givenControl == "/x/y")
        #expect(
            ClientOptions.parse(["-s", "http://localhost:9001"])
                == .unusable("the daemon listens on a unix socket only: unix:///run/castellan/control")
        )
    }

    @Test(
        "are refused with a sentence when they are not known",
        arguments: [
            (["-z"], "option -z not recognized"), (["--control"], "--control needs a value"),
            (["--json=yes"], "--json takes no value"),
        ]
    )
    func unknown(words: [String], sentence: String) {
        #expect(ClientOptions.parse(words) == .unusable(sentence))
    }

    @Test("of a command are held to what it knows")
    func commandOptions() throws {
        let start = try #require(CommandTable.command("start"))
        let words = try CommandWords(["--timeout=5s", "web", "--no-wait", "--", "-odd"], of: start)
        #expect(words.operands == ["web", "-odd"])
        #expect(words.value("--timeout") == "5s")
        #expect(words.has("--no-wait"))
        for (text, sentence) in [
            ("--nowait", "Error: start: unknown option '--nowait'; did you mean '--no-wait'?"),
            ("--timeout", "Error: start: --timeout needs a value"),
            ("--no-wait=1", "Error: start: --no-wait takes no value"),
        ] {
            do {
                _ = try CommandWords([text], of: start)
                Issue.record("'\(text)' was taken")
            } catch {
                #expect(error.status == 2)
                #expect(error.message.hasPrefix(sentence))
            }
        }
    }

    @Test("take short options with their value attached or apart")
    func shortOptions() throws {
        let history = try #require(CommandTable.command("history"))
        #expect(try CommandWords(["-n5"], of: history).value("--lines") == "5")
        #expect(try CommandWords(["-n", "5"], of: history).value("--lines") == "5")
        #expect(try CommandWords(["--lines=5"], of: history).value("--lines") == "5")
    }

    @Test(
        "are split as a shell splits them",
        arguments: [
            ("", []), ("  a  b ", ["a", "b"]), ("a 'b c' \"d e\" f\\ g", ["a", "b c", "d e", "f g"]),
            ("''", [""]), ("a;b", ["a;b"]), ("'open", ["open"]),
        ]
    )
    func split(line: String, words: [String]) {
        #expect(CommandLineSplitter.split(line) == words)
    }

    @Test("find the command that was meant")
    func spelling() {
        let names = CommandTable.all.map(\.name)
        #expect(Spelling.nearest("statsu", among: names) == "status")
        #expect(Spelling.nearest("deamon-reload", among: names) == "daemon-reload")
        #expect(Spelling.nearest("frobnicate", among: names) == nil)
    }
}

import Glibc
import TestSupport
import Testing

/// The real shells, on a terminal, with somebody who presses Tab.
@Suite("Completion in a shell of the system", .serialized)
struct CompletionScriptTests {
    private static let completions: String = {
        let own = #filePath
        return "/" + own.split(separator: "/").dropLast(3).joined(separator: "/") + "/completions"
    }()

    /// How a shell is begun without anybody's settings, and told of the completion.
    enum Interpreter: String, CaseIterable {
        case bash, zsh, fish

        fileprivate var arguments: [String] {
            switch self {
            case .bash: ["--norc", "--noprofile", "-i"]
            case .zsh: ["-f", "-i"]
            case .fish: ["--no-config", "-i"]
            }
        }

        fileprivate var preparation: String {
            switch self {
            case .bash: "source '\(completions)/supervisorctl.bash'"
            case .zsh: "fpath=('\(completions)' $fpath); autoload -U compinit; compinit -u -D"
            case .fish: "source '\(completions)/supervisorctl.fish'"
            }
        }
    }

    private func shell(_ kind: Interpreter, _ supervisor: RunningSupervisor) throws -> PseudoTerminal {
        let client = RunningSupervisor.program("supervisorctl")
        let folder = client.prefix(upTo: client.lastIndex(of: "/") ?? client.startIndex)
        mkdir(supervisor.root.path + "/home", 0o755)
        let terminal = try PseudoTerminal(
            "/usr/bin/" + kind.rawValue,
            kind.arguments,
            environment: [
                "TERM=xterm", "LC_ALL=C.UTF-8", "HOME=\(supervisor.root.path)/home",
                "PATH=\(folder):/usr/bin:/bin",
            ],
            columns: 1000
        )
        terminal.type("\(kind.preparation); echo re''ady\r")
        try terminal.expect("ready\n")
        return terminal
    }

    /// What is typed behind the root, Tabs among it, and the words that the shell makes of it.
    private static let lines: [(typed: String, words: [String])] = [
        ("sta\trt w\t", ["start", "web"]), ("sig\tTER\tred\t", ["signal", "TERM", "redis"]),
        ("kill --kill-w\tm\tweb", ["kill", "--kill-whom=main", "web"]),
        ("kill -s US\t1 a\t", ["kill", "-s", "USR1", "all"]),
        ("restart --no\tweb", ["restart", "--no-wait", "web"]),
        ("verify --compat=s\t", ["verify", "--compat=systemd"]),
        ("status dev\t", ["status", "dev-a\\x2db"]), ("pid mail@\t", ["pid", "mail@x"]),
        ("pid mail@x\tweb", ["pid", "mail@x", "web"]), ("pid x:\tweb", ["pid", "x:y", "web"]),
        ("kill --kill-whom=\tma\tweb", ["kill", "--kill-whom=main", "web"]),
        ("help ver\ts\t", ["help", "version"]),
        ("verify --config=/etc/passw\t-", ["verify", "--config=/etc/passwd-"]),
        ("verify /etc/passw\t-", ["verify", "/etc/passwd-"]),
    ]

    @Test(
        "offers commands, options and their values, signals, files, and the units of the daemon",
        arguments: Interpreter.allCases
    )
    func completion(kind: Interpreter) throws {
        let unit = "[Service]\nExecStart=/bin/true\n"
        let supervisor = try RunningSupervisor([
            "web.service": unit, "redis.service": unit, "dev-a\\x2db.service": unit, "mail@x.service": unit,
            "x:y.service": unit,
        ])
        let terminal = try shell(kind, supervisor)
        for (typed, words) in CompletionScriptTests.lines {
            // The finished line is made one that prints its words.
            terminal.type(
                "supervisorctl --root \(supervisor.root.path) \(typed)\u{1}printf '<%s>' \u{5} '' | cat; echo\r"
            )
            let all = ["supervisorctl", "--root", supervisor.root.path] + words
            try terminal.expect(all.map { "<\($0)>" }.joined() + "<>")
        }
    }
}

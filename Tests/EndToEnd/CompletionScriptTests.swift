import TestSupport
import Testing

@Suite("Completion for bash", .serialized)
struct CompletionScriptTests {
    /// What bash would offer for the line, whose last word is being typed.
    private func offers(_ line: [String], _ supervisor: RunningSupervisor) throws -> Set<String> {
        let root = "/" + "\(#filePath)".split(separator: "/").dropLast(3).joined(separator: "/")
        let client = RunningSupervisor.program("supervisorctl")
        let script = """
            source '\(root)/completions/supervisorctl.bash'
            supervisorctl() { '\(client)' "$@"; }
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            _supervisorctl
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let words = ["supervisorctl", "--root", supervisor.root.path] + line
        let run = try Command.run("/bin/bash", ["-c", script, "bash"] + words)
        return Set(run.output.split(separator: "\n").map(String.init))
    }

    @Test("offers commands, options, signals, and the units of the daemon")
    func completion() throws {
        let supervisor = try RunningSupervisor([
            "web.service": "[Service]\nExecStart=/bin/true\n",
            "redis.service": "[Service]\nExecStart=/bin/true\n",
        ])
        #expect(try offers(["sta"], supervisor) == ["start", "status"])
        #expect(try offers(["start", ""], supervisor) == ["web", "redis", "all"])
        #expect(try offers(["start", "web", "r"], supervisor) == ["redis"])
        #expect(try offers(["start", "--no"], supervisor) == ["--no-wait"])
        #expect(try offers(["signal", "TE"], supervisor) == ["TERM"])
        #expect(try offers(["signal", "TERM", "w"], supervisor) == ["web"])
        #expect(try offers(["kill", "-s", "HU"], supervisor) == ["HUP"])
        #expect(try offers(["help", "ver"], supervisor) == ["verify", "version"])
        #expect(try offers(["--js"], supervisor) == ["--json"])
        _ = supervisor.stop()
        #expect(try offers(["start", "w"], supervisor).isEmpty)
    }
}

import Glibc
import TestSupport
import Testing

/// What a service gets that writes where the supervisor writes, which is the default.
@Suite("The supervisor's output, as services inherit it", .timeLimit(.minutes(2)))
struct InheritedOutputTests {
    private let unit = [
        "quiet.service":
            "[Service]\nUser=65534\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=multi-user.target\n"
    ]

    /// The flags of `open(2)` of a process's descriptor.
    private func flags(of pid: Int32, _ number: Int32) throws -> Int32 {
        let line = try Files.lines("/proc/\(pid)/fdinfo/\(number)").first { $0.hasPrefix("flags:") }
        let text = try #require(line).dropFirst("flags:".count).drop { $0 == "\t" }
        return try #require(Int32(text, radix: 8))
    }

    private func redirected(to path: String, by redirection: String) -> [String] {
        ["/bin/sh", "-c", "exec \"$@\" \(redirection)", "sh"].map {
            $0.replacing("PATH", with: "'\(path)'")
        }
    }

    @Test("of a terminal a service can write, and cannot read what is typed")
    func terminal() throws {
        var (screen, own): (Int32, Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 128)
        try #require(openpty(&screen, &own, &name, nil, nil) == 0)
        defer {
            close(screen)
            close(own)
        }
        for end in [screen, own] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let supervisor = try RunningSupervisor(unit, under: redirected(to: path, by: "1<>PATH 2>&1"))
        let pid = try supervisor.runningPid("quiet.service")
        for number: Int32 in 1...2 {
            #expect(Files.link("/proc/\(pid)/fd/\(number)") == path)
            #expect(try flags(of: pid, number) & O_ACCMODE == O_WRONLY)
        }
    }

    @Test("a file is written at its end, whatever the supervisor was started with")
    func file() throws {
        let folder = try ScratchFolder()
        try folder.write("log", "before\n")
        let supervisor = try RunningSupervisor(
            unit,
            under: redirected(to: folder.path + "/log", by: "1<>PATH 2>&1")
        )
        let pid = try supervisor.runningPid("quiet.service")
        for process in [supervisor.pid, pid] {
            for number: Int32 in 1...2 {
                #expect(try flags(of: process, number) & (O_ACCMODE | O_APPEND) == O_WRONLY | O_APPEND)
            }
        }
        #expect(supervisor.stop() == 0)
        let lines = try Files.lines(folder.path + "/log")
        #expect(lines.first == "before" && lines.count > 1)
    }
}

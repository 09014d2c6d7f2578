import Glibc

/// A program on a terminal of its own, with somebody who types and reads.
final class PseudoTerminal {
    struct Failure: Error {
        let message: String
    }

    let pid: pid_t
    private let screen: Int32
    /// Kept open, so that what the program left the terminal in can be looked at.
    private let own: Int32
    private let before: termios
    private(set) var shown = ""
    private var hasEnded = false

    init(_ program: String, _ arguments: [String], environment: [String], columns: UInt16 = 200) throws {
        var ends: (Int32, Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 128)
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&ends.0, &ends.1, &name, nil, &size) == 0 else { throw Failure(message: "openpty") }
        (screen, own) = ends
        _ = fcntl(screen, F_SETFD, FD_CLOEXEC)
        _ = fcntl(own, F_SETFD, FD_CLOEXEC)
        var settings = termios()
        tcgetattr(own, &settings)
        before = settings
        pid = try PseudoTerminal.spawn(program, arguments, environment, on: name)
    }

    deinit {
        if !hasEnded {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        close(screen)
        close(own)
    }

    private static func spawn(
        _ program: String,
        _ arguments: [String],
        _ environment: [String],
        on terminal: [CChar]
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID. The first terminal that a new session opens becomes its own: Control-C reaches the
        // program.
        posix_spawnattr_setflags(&attributes, 0x80)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var pid: pid_t = 0
        guard posix_spawn(&pid, program, &actions, &attributes, &words, &variables) == 0 else {
            throw Failure(message: "cannot spawn \(program)")
        }
        return pid
    }

    func type(_ keys: String) {
        shown = ""
        let bytes = Array(keys.utf8)
        _ = write(screen, bytes, bytes.count)
    }

    /// Reads until the text has come since the last keys, at most 20 seconds.
    func expect(_ text: String) throws {
        try wait(for: "'\(text)'") { shown.contains(text) }
    }

    private func wait(for what: String, until condition: () -> Bool) throws {
        let deadline = RunningSupervisor.now() + 20
        while !condition() {
            guard RunningSupervisor.now() < deadline else {
                throw Failure(message: "waited 20 s for \(what); shown: \(shown.debugDescription)")
            }
            var ready = pollfd(fd: screen, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 50) > 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = read(screen, &buffer, buffer.count)
            // Swift takes a carriage return and a newline for one character.
            if count > 0 { shown += String(decoding: buffer[..<count].filter { $0 != 13 }, as: UTF8.self) }
        }
    }

    /// The status of waitpid(2), once the program has ended.
    func end() throws -> Int32 {
        var status: Int32 = 0
        try wait(for: "the end") { waitpid(pid, &status, WNOHANG) == pid }
        hasEnded = true
        return status
    }

    /// Whether the terminal is as it was before the program.
    var isRestored: Bool {
        var now = termios()
        tcgetattr(own, &now)
        return now.c_lflag == before.c_lflag && now.c_iflag == before.c_iflag && now.c_oflag == before.c_oflag
    }
}

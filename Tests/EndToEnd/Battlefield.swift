import ControlProtocol
import Glibc
import TestSupport

/// A supervisor with a service to be attacked and, one after the other, services that attack.
final class Battlefield {
    let supervisor: RunningSupervisor
    private let terminal: Int32
    private let terminalPath: String
    private let surroundings: String
    private let folder: String

    init() throws {
        terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        // TIOCSPTLCK and TIOCGPTN, see ioctl_tty(2): unlocks the other end and tells its number.
        var locked: Int32 = 0
        var number: Int32 = 0
        guard ioctl(terminal, 0x4004_5431, &locked) == 0, ioctl(terminal, 0x8004_5430, &number) == 0 else {
            throw ControlConnection.Failure(message: "no terminal")
        }
        terminalPath = "/dev/pts/\(number)"
        supervisor = try RunningSupervisor(
            [
                "other.service":
                    "[Service]\nUser=games\nSetCredential=secret:x\nExecStart=\(RunningSupervisor.probe) sleep\n"
            ],
            prepare: Battlefield.prepare
        )
        folder = supervisor.root.path + "/work"
        _ = try supervisor.start("other")
        let other = try supervisor.runningPid("other")
        let directory = try Files.strings("/proc/\(other)/environ")
            .first { $0.hasPrefix("CREDENTIALS_DIRECTORY=") }
        // The attacker can reach the socket: it is the answer that matters.
        for part in ["/run", "/run/castellan"] { chmod(supervisor.root.path + part, 0o755) }
        surroundings = """
            Environment=CONTROL=\(supervisor.control)
            Environment=HELPER=\(RunningSupervisor.program("supervisor-exec"))
            Environment=CREDENTIAL=\(directory?.dropFirst("CREDENTIALS_DIRECTORY=".count) ?? "")/secret
            Environment=OTHER_GROUP=\(try supervisor.status("other").controlGroup ?? "")
            StandardInput=file:\(terminalPath)
            StandardOutput=file:\(terminalPath)
            """
    }

    /// Nobody's but this run's: limits count the processes of a user on the whole machine.
    static let user = String(50_000 + getpid() % 10_000)

    deinit { close(terminal) }

    /// See `Tests/Probes/attack_file.c` for who may do what with these.
    private static func prepare(_ root: ScratchFolder) throws {
        let probe = try Files.wholeFile(RunningSupervisor.probe)
        for folder in ["work", "work/closed", "work/open", "work/mount", "work/jail", "work/jail/mount"] {
            mkdir(root.path + "/" + folder, 0o755)
        }
        chmod(root.path + "/work/closed", 0o700)
        chmod(root.path + "/work/open", 0o777)
        for file in ["victim", "closed/inside", "foreign"] { try root.write("work/" + file, "victim\n") }
        chown(root.path + "/work/foreign", 1, 1)
        chmod(root.path + "/work/foreign", 0)
        for program in ["setuid-program", "capable-program", "jail/probe"] {
            try root.write("work/" + program, probe, mode: 0o755)
        }
        chmod(root.path + "/work/setuid-program", 0o4755)
        let program = root.path + "/work/capable-program"
        let made = try Command.run(RunningSupervisor.probe, ["give-capability", program])
        guard made.status == 0 else { throw ControlConnection.Failure(message: made.output) }
    }

    /// What came of each attack, made by a service of that profile.
    func fight(_ profile: String, lines: [String], attacks: [String]) throws -> [String: String] {
        let isJailed = profile.hasPrefix("jail")
        let place = isJailed ? "RootDirectory=\(folder)/jail" : "WorkingDirectory=\(folder)"
        let result = folder + (isJailed ? "/jail" : "/open") + "/\(profile)"
        try supervisor.root.write(String(result.dropFirst(supervisor.root.path.count + 1)), "", mode: 0o666)
        chmod(result, 0o666)
        let command =
            isJailed ? "/probe -o /\(profile)" : "\(RunningSupervisor.probe) -o \(result)"
        let unit = """
            [Service]
            Type=oneshot
            \(place)
            \(surroundings)
            \(lines.joined(separator: "\n").replacing("59123", with: Battlefield.user))
            ExecStart=\(command) try \(attacks.joined(separator: " "))
            """
        try supervisor.root.write("etc/castellan/units/\(profile).service", unit)
        _ = try supervisor.ask(.reloadDaemon)
        let done = try supervisor.start(profile)
        guard done.outcome == .done else {
            throw ControlConnection.Failure(message: "\(profile): \(done.message)\n\(supervisor.log)")
        }
        var outcomes: [String: String] = [:]
        for line in try Files.lines(result) {
            let words = line.split(separator: " ").map(String.init)
            outcomes[words[0]] = words.dropFirst().joined(separator: " ")
        }
        return outcomes
    }
}

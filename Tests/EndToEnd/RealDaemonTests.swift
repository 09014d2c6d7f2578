import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite(
    "Debian's own daemons",
    .serialized,
    .enabled(if: getenv("CASTELLAN_BIN") != nil, "make test installs them")
)
struct RealDaemonTests {
    /// Four ports of this run's own, below those that the kernel gives away: tests may run twice on one machine.
    private static let ports = 20_000 + 4 * (Int(getpid()) % 2_000)
    private let redisPort = UInt16(ports)
    private let nginxPort = UInt16(ports + 1)
    private let sshdPort = ports + 2
    private let multiuserPort = ports + 3

    private func text(_ file: String) throws -> String {
        let own = #filePath
        let root = own.split(separator: "/").dropLast(3).joined(separator: "/")
        return try Files.text("/\(root)/examples/daemons/\(file)")
    }

    /// Started by the test, which looks at its first instruction.
    private func example(_ name: String) throws -> String {
        try text(name + ".service") + "\n[X-Castellan]\nAutoStart=no\n"
    }

    /// What a TCP server on loopback answers, nil while nobody answers.
    private func ask(_ port: UInt16, _ question: String) -> String? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0, send(descriptor, question, question.utf8.count, Int32(MSG_NOSIGNAL)) > 0 else {
            return nil
        }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }

    /// Starts a daemon, stops it between its exec and its first instruction, and compares it with its unit there.
    private func start(_ name: String, _ unit: String, in supervisor: RunningSupervisor, time: Int = 1) throws
    {
        let words = UnitText(unit).words("ExecStart")
        let held = try HeldService(below: supervisor, program: words[0], time: time)
        let connection = try ControlConnection(supervisor.control)
        try connection.send(Request.start(UnitCommand(units: [name])).call().encoded())
        let pid = try held.pid()
        let comparison = try ConfinementComparison(
            unit,
            name: name + ".service",
            supervisor: supervisor,
            pid: pid
        )
        for difference in try comparison.initialDifferences() { Issue.record("\(difference)") }
        held.release()
        let answer = try connection.receive().map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(answer.contains(#""outcome":"done""#), "\(answer) \(supervisor.log)")
    }

    /// Compares a daemon that serves with its unit.
    private func compare(_ name: String, _ unit: String, in supervisor: RunningSupervisor) throws {
        let pid = try supervisor.runningPid(name)
        let comparison = try ConfinementComparison(
            unit,
            name: name + ".service",
            supervisor: supervisor,
            pid: pid
        )
        for difference in try comparison.lastingDifferences() { Issue.record("\(difference)") }
    }

    @Test("redis serves as its unit says, is killed, and serves again")
    func redis() throws {
        let unit = try example("redis") + "\n[Service]\nEnvironment=REDIS_PORT=\(redisPort)\n"
        let supervisor = try RunningSupervisor(["redis.service": unit])
        try start("redis", unit, in: supervisor)
        try supervisor.wait("redis to answer") { ask(redisPort, "PING\r\n") == "+PONG\r\n" }
        try compare("redis", unit, in: supervisor)
        let first = try supervisor.runningPid("redis")
        #expect(ask(redisPort, "SET a 1\r\n") == "+OK\r\n")
        kill(first, SIGKILL)
        _ = try supervisor.runningPid("redis", otherThan: first)
        try supervisor.wait("redis to answer again") { ask(redisPort, "GET a\r\n") == "$-1\r\n" }
        try compare("redis", unit, in: supervisor)
        #expect(try supervisor.history("redis").first?.status == .signaled(.kill, coreDumped: false))
        #expect(try supervisor.stop("redis").outcome == .done)
    }

    @Test("nginx serves as its unit says, is killed with its workers, serves again, and stops gracefully")
    func nginx() throws {
        let unit = try example("nginx")
        let supervisor = try RunningSupervisor(["nginx.service": unit])
        for folder in ["/etc/nginx", "/www"] { mkdir(supervisor.root.path + folder, 0o755) }
        try supervisor.root.write("www/index.html", "castellan\n")
        let settings = try text("nginx.conf")
            .replacing("127.0.0.1:8080", with: "127.0.0.1:\(nginxPort)")
            .replacing("/var/www/html", with: supervisor.root.path + "/www")
        try supervisor.root.write("etc/nginx/castellan.conf", settings)
        // The first nginx only checks its settings.
        try start("nginx", unit, in: supervisor, time: 2)
        let question = "GET / HTTP/1.0\r\n\r\n"
        try supervisor.wait("nginx to answer") { ask(nginxPort, question)?.hasSuffix("castellan\n") == true }
        try compare("nginx", unit, in: supervisor)
        let first = try supervisor.runningPid("nginx")
        kill(first, SIGKILL)
        _ = try supervisor.runningPid("nginx", otherThan: first)
        try supervisor.wait("nginx to answer again") {
            ask(nginxPort, question)?.hasSuffix("castellan\n") == true
        }
        try compare("nginx", unit, in: supervisor)
        #expect(
            try UnitResults(try supervisor.ask(.reload(UnitCommand(units: ["nginx"])))).results.map(\.outcome)
                == [.done]
        )
        #expect(try supervisor.stop("nginx").outcome == .done)
        #expect(try supervisor.status("nginx").summary.result == .success)
    }

    // MARK: sshd

    /// sshd trusts no file below a folder that everybody can write, and the scratch roots lie in one.
    private func sshd(_ name: String, port: Int, options: String = "") throws -> String {
        try example(name)
            + "\n[Service]\nEnvironment=SSHD_PORT=\(port) \"SSHD_OPTIONS=-o StrictModes=no \(options)\"\n"
    }

    @Test("sshd logs its one user in without a capability, is killed, and logs him in again")
    func sshd() throws {
        let unit = try sshd("sshd", port: sshdPort)
        let supervisor = try RunningSupervisor(
            ["sshd.service": unit],
            shadowing: SecureShell.shadowing,
            prepare: SecureShell.prepare
        )
        try start("sshd", unit, in: supervisor)
        let shell = SecureShell(folder: supervisor.root.path, port: sshdPort)
        try supervisor.wait("sshd to answer") { try shell.run("true").status == 0 }
        try compare("sshd", unit, in: supervisor)
        let session = try shell.run(
            "id -u; grep -E '^(CapBnd|NoNewPrivs|Seccomp):' /proc/self/status; exit 7"
        )
        #expect(session.status == 7)
        #expect(session.output == "61000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n")
        #expect(try shell.run("true", as: "root").status == 255)
        let first = try supervisor.runningPid("sshd")
        kill(first, SIGKILL)
        _ = try supervisor.runningPid("sshd", otherThan: first)
        try supervisor.wait("sshd to answer again") { try shell.run("true").status == 0 }
        try compare("sshd", unit, in: supervisor)
        #expect(try supervisor.stop("sshd").outcome == .done)
        #expect(try shell.run("true").status == 255)
    }

    @Test("sshd for every user ends a connection that does not log in in time")
    func tardyLogin() throws {
        let unit = try sshd("sshd-multiuser", port: multiuserPort, options: "-o LoginGraceTime=1")
        let supervisor = try RunningSupervisor(
            ["sshd.service": unit],
            shadowing: SecureShell.shadowing,
            prepare: SecureShell.prepare
        )
        #expect(try supervisor.start("sshd").outcome == .done)
        let shell = SecureShell(folder: supervisor.root.path, port: multiuserPort, state: "sshd-multiuser")
        try supervisor.wait("sshd to answer") { try shell.run("true").status == 0 }
        let client = try shell.hesitate()
        try client.expect("passphrase")
        try supervisor.wait("the connection's processes to end") { try supervisor.status("sshd").tasks == 1 }
    }

    @Test("sshd for every user becomes the one that logs in, with seven capabilities")
    func multiuserSSHD() throws {
        let unit = try sshd("sshd-multiuser", port: multiuserPort)
        let supervisor = try RunningSupervisor(
            ["sshd.service": unit],
            shadowing: SecureShell.shadowing,
            prepare: SecureShell.prepare
        )
        try start("sshd", unit, in: supervisor)
        let shell = SecureShell(folder: supervisor.root.path, port: multiuserPort, state: "sshd-multiuser")
        try supervisor.wait("sshd to answer") { try shell.run("true").status == 0 }
        try compare("sshd", unit, in: supervisor)
        let session = try shell.run("id -u; grep -E '^(CapEff|NoNewPrivs):' /proc/self/status")
        #expect(session.output == "61000\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\n")
        let terminal = try shell.run("stat -c '%u %A' $(tty)", onTerminal: true)
        #expect(terminal.output == "61000 crw--w----\r\n", "\(supervisor.log)")
        #expect(try supervisor.stop("sshd").outcome == .done)
    }
}

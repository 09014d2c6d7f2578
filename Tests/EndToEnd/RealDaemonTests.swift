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
    private func example(_ name: String) throws -> String {
        let own = #filePath
        let root = own.split(separator: "/").dropLast(3).joined(separator: "/")
        return try Files.text("/\(root)/examples/daemons/\(name).service")
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

    /// Compares the running daemon with what its unit says.
    private func checkConfinement(_ pid: Int32, uid: String) throws {
        let status = try Files.processStatus(pid)
        #expect(status["Uid"] == "\(uid) \(uid) \(uid) \(uid)")
        for set in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
            #expect(status[set] == "0000000000000000")
        }
        #expect(status["NoNewPrivs"] == "1")
        #expect(status["Seccomp"] == "2")
    }

    private func uid(of user: String) -> String { getpwnam(user).map { String($0.pointee.pw_uid) } ?? "none" }

    @Test("redis serves, is killed, and serves again")
    func redis() throws {
        let unit = try example("redis") + "\n[Service]\nEnvironment=REDIS_PORT=46379\n"
        let supervisor = try RunningSupervisor(["redis.service": unit])
        #expect(try supervisor.start("redis").outcome == .done)
        try supervisor.wait("redis to answer") { ask(46379, "PING\r\n") == "+PONG\r\n" }
        let first = try supervisor.runningPid("redis")
        try checkConfinement(first, uid: uid(of: "redis"))
        #expect(ask(46379, "SET a 1\r\n") == "+OK\r\n")
        kill(first, SIGKILL)
        _ = try supervisor.runningPid("redis", otherThan: first)
        try supervisor.wait("redis to answer again") { ask(46379, "GET a\r\n") == "$-1\r\n" }
        #expect(try supervisor.history("redis").first?.status == .signaled(.kill, coreDumped: false))
        #expect(try supervisor.stop("redis").outcome == .done)
    }

    @Test("nginx serves a page, is killed with its workers, serves again, and stops gracefully")
    func nginx() throws {
        let supervisor = try RunningSupervisor(["nginx.service": try example("nginx")])
        for folder in ["/etc/nginx", "/www"] { mkdir(supervisor.root.path + folder, 0o755) }
        try supervisor.root.write("www/index.html", "castellan\n")
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
            "\($0)_temp_path \(supervisor.root.path)/run/nginx/\($0);"
        }
        try supervisor.root.write(
            "etc/nginx/castellan.conf",
            "worker_processes 1; error_log stderr; events {} http { access_log off; \(paths.joined(separator: " ")) "
                + "server { listen 127.0.0.1:48080; root \(supervisor.root.path)/www; } }\n"
        )
        let started = try supervisor.start("nginx")
        #expect(started.outcome == .done, "\(started.message) \(supervisor.log)")
        let question = "GET / HTTP/1.0\r\n\r\n"
        try supervisor.wait("nginx to answer") { ask(48080, question)?.hasSuffix("castellan\n") == true }
        let first = try supervisor.runningPid("nginx")
        try checkConfinement(first, uid: uid(of: "www-data"))
        kill(first, SIGKILL)
        _ = try supervisor.runningPid("nginx", otherThan: first)
        try supervisor.wait("nginx to answer again") {
            ask(48080, question)?.hasSuffix("castellan\n") == true
        }
        #expect(
            try UnitResults(try supervisor.ask(.reload(UnitCommand(units: ["nginx"])))).results.map(\.outcome)
                == [.done]
        )
        #expect(try supervisor.stop("nginx").outcome == .done)
        #expect(try supervisor.status("nginx").summary.result == .success)
    }
}

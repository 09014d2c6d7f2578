import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A service's own namespaces", .serialized)
struct NamespaceTests {
    private func run(_ text: String) throws -> [String] {
        let supervisor = try RunningSupervisor(["a.service": text]) { mkdir($0.path + "/run", 0o755) }
        let result = try supervisor.start("a")
        #expect(result.outcome == .done, "\(result) \(supervisor.log)")
        return try Files.lines(supervisor.root.path + "/run/out")
    }

    private func oneshot(_ lines: String, _ script: String) -> String {
        "[Service]\nType=oneshot\nStandardOutput=append:%t/out\n\(lines)\nExecStart=/bin/sh -c '\(script)'\n"
    }

    @Test("give it a network of nothing but a loopback that answers")
    func network() throws {
        let script =
            "tail -n +3 /proc/self/net/dev | cut -d: -f1 | xargs; python3 -c \"import socket; "
            + "s = socket.create_server((str(), 0)); "
            + "socket.socket().connect(s.getsockname()); print(1)\"; readlink /proc/self/ns/net"
        let own = Files.link("/proc/self/ns/net")
        let output = try run(oneshot("PrivateNetwork=yes", script))
        #expect(output.dropLast() == ["lo", "1"] && output.last != own, "\(output)")
        #expect(try run(oneshot("PrivateNetwork=no", "readlink /proc/self/ns/net")) == [own])
    }

    @Test("are shared by the commands that run beside the main process, and not by one with every right")
    func shared() throws {
        let readlink = "/bin/readlink /proc/self/ns/net /proc/self/ns/ipc"
        let text = """
            [Service]
            PrivateNetwork=yes
            PrivateIPC=yes
            StandardOutput=append:%t/out
            ExecStart=/bin/sleep 1000
            ExecStartPost=\(readlink)
            ExecStartPost=+\(readlink)

            """
        let supervisor = try RunningSupervisor(["a.service": text]) { mkdir($0.path + "/run", 0o755) }
        #expect(try supervisor.start("a").outcome == .done, "\(supervisor.log)")
        let main = try supervisor.runningPid("a")
        let kinds = ["net", "ipc"]
        let its = kinds.map { Files.link("/proc/\(main)/ns/\($0)") }
        let ours = kinds.map { Files.link("/proc/self/ns/\($0)") }
        #expect(zip(its, ours).allSatisfy { $0 != $1 })
        let output = try Files.lines(supervisor.root.path + "/run/out")
        #expect(output == its + ours)
    }

    @Test("are those that NetworkNamespacePath= names, or none where that is no namespace")
    func path() throws {
        let log = "/tmp/castellan-namespace-\(getpid())"
        defer { unlink(log) }
        let holder = try RunningSupervisor.spawn(
            ["/usr/bin/unshare", "--net", "/bin/sh", "-c", "readlink /proc/self/ns/net; exec sleep 1000"],
            log: log
        )
        defer {
            kill(holder, SIGKILL)
            waitpid(holder, nil, 0)
        }
        let limit = 200
        for _ in 0..<limit where try Files.lines(log).isEmpty { usleep(10_000) }
        let expected = try #require(try Files.lines(log).first)
        let script = "readlink /proc/self/ns/net"
        #expect(try run(oneshot("NetworkNamespacePath=/proc/\(holder)/ns/net", script)) == [expected])
        let bad = "[Service]\nNetworkNamespacePath=%s\nExecStart=/bin/sleep 1000\n"
        let supervisor = try RunningSupervisor([
            "ipc.service": bad.replacing("%s", with: "/proc/self/ns/ipc"),
            "file.service": bad.replacing("%s", with: "/etc/passwd"),
            "none.service": bad.replacing("%s", with: "/castellan/nowhere"),
        ])
        for name in ["ipc", "file", "none"] {
            _ = try supervisor.start(name)
            try supervisor.wait("the failure") { try supervisor.status(name).summary.activeState == "failed" }
            #expect(try supervisor.history(name).last?.failedStep == "namespaces", "\(supervisor.log)")
        }
    }

    @Test("give it message queues and shared memory of its own")
    func messages() throws {
        let queue = "/dev/mqueue"
        guard access(queue, F_OK) == 0 else {
            let script = "ipcmk -M 1000 > /dev/null; ipcs -m | grep -c 0x"
            #expect(try run(oneshot("PrivateIPC=yes", script)) == ["1"])
            return
        }
        let script = "ls \(queue) | wc -l; ipcmk -M 1000 > /dev/null; ipcs -m | grep -c 0x"
        #expect(try run(oneshot("PrivateIPC=yes", script)) == ["0", "1"])
    }

    @Test("are refused with a sentence where the supervisor may not make them")
    func refused() throws {
        let supervisor = try RunningSupervisor(
            [
                "net.service": "[Service]\nPrivateNetwork=yes\nExecStart=/bin/sleep 1000\n",
                "ipc.service": "[Service]\nPrivateIPC=yes\nExecStart=/bin/sleep 1000\n",
            ],
            under: ["/usr/bin/setpriv", "--bounding-set", "-sys_admin,-net_admin"]
        )
        let network = try supervisor.start("net")
        #expect(
            network.message.contains(
                "PrivateNetwork= cannot be enforced: it needs CAP_NET_ADMIN and CAP_SYS_ADMIN"
            ),
            "\(network)"
        )
        #expect(try supervisor.start("ipc").message.contains("it needs CAP_SYS_ADMIN"))
    }
}

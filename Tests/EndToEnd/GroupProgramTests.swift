import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A service among devices and addresses", .serialized)
struct GroupProgramTests {
    /// What a unit printed that ran to its end.
    private func run(_ lines: String, _ command: String, prepare: (ScratchFolder) throws -> Void = { _ in })
        throws
        -> [String]
    {
        let text = """
            [Service]
            Type=oneshot
            StandardOutput=truncate:%t/out
            StandardError=truncate:%t/err
            \(lines)
            ExecStart=\(command)

            """
        let supervisor = try RunningSupervisor(["a.service": text]) { root in
            mkdir(root.path + "/run", 0o755)
            try prepare(root)
        }
        let result = try supervisor.start("a")
        #expect(result.outcome == .done, "\(result) \(supervisor.log)")
        return try Files.lines(supervisor.root.path + "/run/out")
    }

    /// For reading and for writing.
    private func devices(_ lines: String) throws -> [String] {
        let tries = ["/dev/null", "/dev/zero", "/dev/kmsg"].map {
            "(exec 3<\($0)) && echo \($0) r; (exec 3>\($0)) && echo \($0) w"
        }
        return try run(lines, "/bin/sh -c '\(tries.joined(separator: "; ")); true'")
    }

    @Test("opens those devices that DevicePolicy= and DeviceAllow= let it, for what they do")
    func openingDevices() throws {
        let harmless = ["/dev/null r", "/dev/null w", "/dev/zero r", "/dev/zero w"]
        #expect(try devices("DevicePolicy=auto") == harmless + ["/dev/kmsg r", "/dev/kmsg w"])
        #expect(try devices("DevicePolicy=closed") == harmless)
        #expect(try devices("DeviceAllow=/dev/kmsg r") == harmless + ["/dev/kmsg r"])
        #expect(try devices("DeviceAllow=char-mem w") == harmless + ["/dev/kmsg w"])
        #expect(try devices("DeviceAllow=/dev/there-is-none") == harmless)
        #expect(try devices("DevicePolicy=strict\nDeviceAllow=/dev/null r") == ["/dev/null r"])
    }

    @Test("makes no device that it may not make")
    func makingDevices() throws {
        let command = "/bin/sh -c 'cd %t; mknod a c 1 11 && echo kmsg; mknod b c 1 3 && echo null; true'"
        #expect(try run("", command) == ["kmsg", "null"])
        #expect(try run("DevicePolicy=closed", command) == ["null"])
    }

    /// Each line of the program's output is one try.
    private func python(_ lines: String, _ program: String) throws -> [String] {
        try run(lines, "/usr/bin/python3 %t/program") { root in
            try root.write("run/program", "import socket, errno, os\n" + program)
        }
    }

    private static let sending = """
        for family, address in [(socket.AF_INET, '127.0.0.1'), (socket.AF_INET, '127.0.0.2'), (socket.AF_INET6, '::1')]:
            try:
                socket.socket(family, socket.SOCK_DGRAM).sendto(b'x', (address, 9))
                print(address, 'ok')
            except OSError as error:
                print(address, errno.errorcode[error.errno])
        """

    @Test("sends to no address that IPAddressDeny= names, unless IPAddressAllow= does")
    func sending() throws {
        let free = try python("", Self.sending)
        #expect(free.prefix(2) == ["127.0.0.1 ok", "127.0.0.2 ok"])
        // Where the host has no IPv6 there is nothing to be denied.
        let new = free[2] == "::1 ok" ? "::1 EPERM" : free[2]
        #expect(try python("IPAddressDeny=any", Self.sending) == ["127.0.0.1 EPERM", "127.0.0.2 EPERM", new])
        #expect(
            try python("IPAddressDeny=any\nIPAddressAllow=127.0.0.2", Self.sending)
                == ["127.0.0.1 EPERM", "127.0.0.2 ok", new]
        )
        #expect(
            try python("IPAddressDeny=127.0.0.2/32", Self.sending) == [
                "127.0.0.1 ok", "127.0.0.2 EPERM", free[2],
            ]
        )
        #expect(
            try python("IPAddressDeny=localhost", Self.sending) == [
                "127.0.0.1 EPERM", "127.0.0.2 EPERM", new,
            ]
        )
        #expect(try python("IPAddressAllow=localhost", Self.sending) == free)
    }

    @Test("hears nothing from an address that IPAddressDeny= names")
    func receiving() throws {
        // Of two packets the second comes first where the first is dropped. Where they go is not denied.
        let listening = """
            receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            receiver.settimeout(20)
            receiver.bind(('127.0.0.1', 0))
            for source in ['127.0.0.3', '127.0.0.4']:
                sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                sender.bind((source, 0))
                sender.sendto(b'x', receiver.getsockname())
            print(receiver.recvfrom(1)[1][0])
            """
        #expect(try python("", listening) == ["127.0.0.3"])
        #expect(try python("IPAddressDeny=127.0.0.3", listening) == ["127.0.0.4"])
    }

    private static let binding = """
        for family, address, kind, port in [
            (socket.AF_INET, '127.0.0.1', socket.SOCK_STREAM, 34561), (socket.AF_INET, '127.0.0.1', socket.SOCK_DGRAM, 34561),
            (socket.AF_INET, '127.0.0.1', socket.SOCK_STREAM, 34571), (socket.AF_INET6, '::1', socket.SOCK_STREAM, 34561)]:
            try:
                socket.socket(family, kind).bind((address, port))
                print('ok')
            except OSError as error:
                print(errno.errorcode[error.errno])
        """

    @Test("binds what SocketBindDeny= and SocketBindAllow= let it")
    func binding() throws {
        let free = try python("", Self.binding)
        #expect(free.prefix(3) == ["ok", "ok", "ok"])
        let new = free[3]
        let denied = new == "ok" ? "EPERM" : new
        #expect(try python("SocketBindDeny=any", Self.binding) == ["EPERM", "EPERM", "EPERM", denied])
        #expect(
            try python("SocketBindDeny=any\nSocketBindAllow=tcp:34561", Self.binding)
                == ["ok", "EPERM", "EPERM", new]
        )
        #expect(try python("SocketBindDeny=ipv4:34500-34570", Self.binding) == ["EPERM", "EPERM", "ok", new])
        #expect(try python("SocketBindDeny=ipv6", Self.binding) == ["ok", "ok", "ok", denied])
    }

    @Test(
        "is confined from its first command on, again after a restart, and as a reload says from the next start on"
    )
    func runs() throws {
        let attempt = "/bin/sh -c '(exec 3</dev/kmsg) && echo open || echo closed'"
        func text(_ policy: String) -> String {
            """
            [Service]
            DevicePolicy=\(policy)
            StandardOutput=append:%t/out
            StandardError=append:%t/err
            ExecStartPre=\(attempt)
            ExecStart=/bin/sh -c '(exec 3</dev/kmsg) && echo open || echo closed; exec sleep 1000'
            ExecReload=\(attempt)
            ExecStopPost=\(attempt)

            """
        }
        let supervisor = try RunningSupervisor(["a.service": text("closed")]) { root in
            mkdir(root.path + "/run", 0o755)
        }
        func printed() throws -> [String] { try Files.lines(supervisor.root.path + "/run/out") }
        #expect(try supervisor.start("a").outcome == .done)
        try supervisor.wait("the first two") { try printed().count == 2 }
        try supervisor.root.write("etc/castellan/units/a.service", text("auto"))
        _ = try supervisor.ask(.reloadDaemon)
        _ = try supervisor.ask(.reload(UnitCommand(units: ["a"])))
        try supervisor.wait("the reload") { try printed().count == 3 }
        #expect(try supervisor.stop("a").outcome == .done)
        #expect(try printed() == Array(repeating: "closed", count: 4))
        #expect(try supervisor.start("a").outcome == .done)
        try supervisor.wait("the next two") { try printed().count == 6 }
        #expect(try printed().suffix(2) == ["open", "open"])
    }

    @Test("is not started where the supervisor may load no program, and told what is missing")
    func withoutPrivilege() throws {
        let supervisor = try RunningSupervisor(
            ["a.service": "[Service]\nIPAddressDeny=any\nExecStart=/bin/sleep 1000\n"],
            under: ["/usr/bin/setpriv", "--bounding-set=-sys_admin,-bpf"]
        )
        let result = try supervisor.start("a")
        #expect(result.outcome == .refused)
        #expect(
            result.message.contains(
                "IPAddressDeny= cannot be enforced: it needs CAP_BPF, which the supervisor does not have"
            ),
            "\(result.message)"
        )
        #expect(try supervisor.status("a").summary.pid == nil)
    }
}

import ControlProtocol
import Glibc
import TestSupport
import Testing
import Wire

@Suite("The control socket", .serialized)
struct ControlSocketTests {
    private let unit = ["a.service": "[Service]\nExecStart=/bin/sleep 1000\n"]

    @Test(
        "a start by hand is answered with what became of the launch, Type=simple or not",
        arguments: ["simple", "exec"]
    )
    func launchFailureIsAnswered(type: String) throws {
        let supervisor = try RunningSupervisor([
            "nothing.service": "[Service]\nType=\(type)\nExecStart=/nonexistent/program\n",
            "nobody.service": "[Service]\nType=\(type)\nUser=no-such-user\nExecStart=/bin/sleep 1000\n",
            "fine.service": "[Service]\nType=\(type)\nExecStart=/bin/sleep 1000\n",
        ])
        let nothing = try supervisor.start("nothing")
        #expect(
            nothing.outcome == .failed && nothing.failedStep == "executable" && nothing.failedErrno == ENOENT
        )
        #expect(nothing.message.contains("/nonexistent/program: No such file or directory"), "\(nothing)")
        let nobody = try supervisor.start("nobody")
        #expect(nobody.outcome == .failed && nobody.failedStep == "user")
        #expect(nobody.message.contains("no-such-user"), "\(nobody)")
        #expect(try supervisor.start("fine").outcome == .done)
    }

    /// Runs a Python program that connects to the supervisor as others would; it says when it is done and stays until
    /// it is ended.
    private func withClients(_ script: String, _ supervisor: RunningSupervisor, _ body: () throws -> Void)
        throws
    {
        for folder in ["", "/run", "/run/castellan"] { chmod(supervisor.root.path + folder, 0o755) }
        let log = supervisor.root.path + "/clients"
        let program =
            "import os,socket,time\nREAD,WRITE=os.pipe()\nPATH='\(supervisor.control)'\n"
            + "def connect():\n s=socket.socket(socket.AF_UNIX);s.connect(PATH);s.settimeout(10);return s\n"
            + "def become(uid):\n os.setgroups([]);os.setresgid(uid,uid,uid);os.setresuid(uid,uid,uid)\n"
            // One write for a line: others write to the same file.
            + script + "\nos.write(1,b'done\\n')\ntime.sleep(1000)\n"
        let pid = try RunningSupervisor.spawn(["/usr/bin/python3", "-c", program], log: log)
        defer {
            // Its children end with it: they wait for the end of a pipe of its.
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        try supervisor.wait("the clients") { try Files.text(log).contains("done") }
        try body()
    }

    @Test("stays responsive under 500 half-sent requests, and holds each user to 32 connections")
    func flood() throws {
        let supervisor = try RunningSupervisor(unit)
        let script = """
            for uid in range(40001,40017):
             if os.fork()==0:
              become(uid)
              kept=[connect() for i in range(32)]
              for s in kept: s.sendall(b'{"method":"io.castellan.Superv')
              extra=connect()
              assert b'TooManyClients' in extra.recv(4096)
              os.write(1,b'ready\\n')
              os.close(WRITE)
              os.read(READ,1)
              os._exit(0)
            """
        try withClients(script, supervisor) { () throws -> Void in
            let log = supervisor.root.path + "/clients"
            try supervisor.wait("all of them") {
                try Files.text(log).split(separator: "\n").count { $0 == "ready" } == 16
            }
            // They stay, and it answers.
            #expect(try supervisor.list().count == 1)
            #expect(try supervisor.start("a").outcome == .done)
            #expect(try Files.names("/proc/\(supervisor.pid)/fd").count >= 512)
            // A seventeenth would use up what is left for who administers.
            let another = "become(40100)\nextra=connect()\nassert b'TooManyClients' in extra.recv(4096)"
            try withClients(another, supervisor) {}
        }
    }

    @Test("lets who comes before the first units are loaded wait, and never says that there are none")
    func early() throws {
        let names = (0..<300).map { "u\($0).service" }
        let lines = "[Service]\nExecStart=/bin/true\nSystemCallFilter=@system-service\n"
        let supervisor = try RunningSupervisor(Dictionary(uniqueKeysWithValues: names.map { ($0, lines) }))
        #expect(try supervisor.list().count == 300)
    }

    @Test("keeps no answers in memory for those who do not read them")
    func unread() throws {
        let supervisor = try RunningSupervisor(unit)
        func residentSet() throws -> Int {
            let line = try Files.lines("/proc/\(supervisor.pid)/status").first { $0.hasPrefix("VmRSS:") }
            return Int(try #require(line).filter(\.isNumber)) ?? .max
        }
        let before = try residentSet()
        let script = """
            become(40001)
            kept=[connect() for i in range(32)]
            for s in kept:
             s.setblocking(False)
             left=4000000
             try:
              while left>0: left-=s.send(b'{"method":"a.b"}\\0'*4000)
             except BlockingIOError: pass
            """
        try withClients(script, supervisor) { () throws -> Void in
            #expect(try supervisor.list().count == 1)
            #expect(try residentSet() < before + 16_384, "kilobytes")
        }
    }

    @Test("answers who says nothing more but still listens")
    func halfClosed() throws {
        let supervisor = try RunningSupervisor([
            "a.service": "[Service]\nExecStart=/bin/sleep 1000\nExecStop=/bin/sleep 0.1\n"
        ])
        #expect(try supervisor.start("a").outcome == .done)
        let client = try ControlConnection(supervisor.control)
        try client.send(Request.stop(UnitCommand(units: ["a"])).call().encoded())
        #expect(shutdown(client.descriptor, Int32(SHUT_WR)) == 0)
        let answer = try client.receive().map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(answer.contains(#""outcome":"done""#), "\(answer)")
        #expect(try client.receive() == nil)
    }

    @Test("refuses a request longer than 64 KiB, and what is no varlink call")
    func badRequests() throws {
        let supervisor = try RunningSupervisor(unit)
        for end in [[], [0]] as [[UInt8]] {
            let long = try ControlConnection(supervisor.control)
            try long.send([UInt8](repeating: 0x20, count: 66_000) + end)
            let answer = try #require(try long.receive())
            #expect(String(decoding: answer, as: UTF8.self).contains("longer than 64 KiB"))
        }
        for text in ["", "hello", "[]", "{\"method\":1}", String(repeating: "[", count: 60_000)] {
            let connection = try ControlConnection(supervisor.control)
            try connection.send(Array(text.utf8) + [0])
            let reply = try connection.receive().map { String(decoding: $0, as: UTF8.self) }
            #expect(reply?.contains("not a varlink call") == true, "\(text.prefix(20))")
        }
        #expect(try supervisor.list().count == 1)
    }

    @Test("is closed to strangers, and open for looking to the viewers' group")
    func roles() throws {
        let supervisor = try RunningSupervisor(unit, settings: "[Manager]\nViewerGroup=games\n")
        for folder in ["", "/run", "/run/castellan"] { chmod(supervisor.root.path + folder, 0o755) }
        #expect(
            try answer(as: 12345, group: 12345, Request.listUnits(patterns: [], all: true), supervisor)
                .contains("PermissionDenied")
        )
        #expect(
            try answer(as: 12345, group: 60, Request.listUnits(patterns: [], all: true), supervisor).contains(
                "a.service"
            )
        )
        let start = Request.start(UnitCommand(units: ["a"]))
        #expect(try answer(as: 12345, group: 60, start, supervisor).contains("PermissionDenied"))
        #expect(supervisor.log.contains("control: uid 12345"))
        #expect(try supervisor.status("a").summary.pid == nil)
    }

    /// What a child of that user is answered.
    private func answer(as user: uid_t, group: gid_t, _ request: Request, _ supervisor: RunningSupervisor)
        throws -> String
    {
        let file = supervisor.root.path + "/answer"
        try supervisor.root.write("answer", "", mode: 0o666)
        chmod(file, 0o666)
        let call = String(decoding: request.call().encoded().dropLast(), as: UTF8.self)
        let script =
            "import socket,sys,os\nos.setgroups([]);os.setresgid(\(group),\(group),\(group));os.setresuid(\(user),\(user),\(user))\n"
            + "s=socket.socket(socket.AF_UNIX);s.settimeout(10);s.connect('\(supervisor.control)')\n"
            + "s.sendall(b'''\(call)'''+b'\\0')\nb=b''\nwhile not b.endswith(b'\\0'):\n b+=s.recv(65536)\n"
            + "open('\(file)','wb').write(b)\n"
        #expect(try Command.run("/usr/bin/env", ["python3", "-c", script]).status == 0)
        return try Files.text(file)
    }

    @Test(
        "answers PyPI's varlink client, introspection included",
        .enabled(if: getenv("CASTELLAN_PYTHON") != nil)
    )
    func varlinkClient() throws {
        let supervisor = try RunningSupervisor(unit)
        let script = """
            import varlink
            client = varlink.Client(address='unix:\(supervisor.control)')
            with client.open('io.castellan.Supervisor') as castellan:
                print([unit['name'] for unit in castellan.ListUnits([], True)['units']])
                print(castellan.Start(['a'], True, False)['results'][0]['outcome'])
                try:
                    castellan.GetUnit('nope')
                except varlink.VarlinkError as error:
                    print(error.error())
            """
        let python = getenv("CASTELLAN_PYTHON").map { String(cString: $0) } ?? "python3"
        let run = try Command.run(python, ["-c", script])
        #expect(run.output == "['a.service']\ndone\nio.castellan.Supervisor.NoSuchUnit\n", "\(run.output)")
    }

    @Test("lets go of what units were loaded from, however many are removed")
    func formerSets() throws {
        let names = (0..<8).map { "u\($0).service" }
        let text = "[Service]\nExecStart=/bin/true\n"
        let supervisor = try RunningSupervisor(Dictionary(uniqueKeysWithValues: names.map { ($0, text) }))
        for name in names {
            unlink(supervisor.root.path + "/etc/castellan/units/" + name)
            _ = try supervisor.ask(.reloadDaemon)
        }
        let open = try Files.names("/proc/\(supervisor.pid)/fd").filter {
            Files.link("/proc/\(supervisor.pid)/fd/\($0)").contains("memfd:")
        }
        #expect(open.count <= 2)
    }

    @Test("gives a property once, however often it is asked for")
    func repeatedProperty() throws {
        let supervisor = try RunningSupervisor(unit)
        let names = ["Id", "ExecStart", "Id"] + [String](repeating: "ExecStart", count: 5000)
        let reply = try UnitProperties(try supervisor.ask(.properties(unit: "a", names: names)))
        #expect(reply.properties.map(\.name) == ["Id", "ExecStart"])
    }

    @Test("takes each pattern once, and says so when there are more than a few dozen")
    func manyPatterns() throws {
        let supervisor = try RunningSupervisor(["web.service": "[Service]\nExecStart=/bin/true\n"])
        let patterns = ["w*", "w*"] + (1..<64).map { "*\($0)" }
        let list = try UnitList(
            try supervisor.ask(.listUnits(patterns: patterns + ["all", "w*", "web"], all: true))
        )
        #expect(list.units.count == 1 && list.unmatched.isEmpty)
        #expect(throws: ControlError.failed(message: "more than 64 patterns in one request")) {
            try supervisor.ask(.stop(UnitCommand(units: patterns + ["we?"])))
        }
    }
}

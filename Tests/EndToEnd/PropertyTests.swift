import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("show gives the properties as systemd writes them", .serialized)
struct PropertyTests {
    private func values(_ supervisor: RunningSupervisor, _ unit: String, _ names: String...) throws
        -> [String]
    {
        try UnitProperties(try supervisor.ask(.properties(unit: unit, names: names))).properties.map(\.value)
    }

    private func value(_ supervisor: RunningSupervisor, _ unit: String, _ name: String) throws -> String {
        try #require(try values(supervisor, unit, name).first)
    }

    private let days = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [0-9-]{10} [0-9:]{8} UTC"

    @Test("a command has its words, its process and how that ended")
    func commands() throws {
        let supervisor = try RunningSupervisor([
            "a.service": """
            [Service]
            ExecStartPre=-/bin/false
            ExecStartPre=/bin/true one "two three"
            ExecStart=/bin/sleep 1000
            """
        ])
        let idle = "start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }"
        #expect(
            try values(supervisor, "a.service", "ExecStartPre", "ExecStart") == [
                "{ path=/bin/false ; argv[]=/bin/false ; ignore_errors=yes ; \(idle)",
                "{ path=/bin/true ; argv[]=/bin/true one two three ; ignore_errors=no ; \(idle)",
                "{ path=/bin/sleep ; argv[]=/bin/sleep 1000 ; ignore_errors=no ; \(idle)",
            ]
        )
        #expect(try supervisor.start("a").outcome == .done)
        let pid = try supervisor.runningPid("a")
        let start =
            "^\\{ path=/bin/sleep ; argv\\[\\]=/bin/sleep 1000 ; ignore_errors=no ; start_time=\\[\(days)\\] ; "
        let running = try Regex(
            start + "stop_time=\\[n/a\\] ; pid=\(pid) ; code=\\(null\\) ; status=0/0 \\}$"
        )
        #expect(try value(supervisor, "a", "ExecStart").contains(running))
        kill(pid, SIGUSR1)
        try supervisor.wait("the end") { try supervisor.status("a").summary.activeState == "failed" }
        let ended = try Regex(
            start + "stop_time=\\[\(days)\\] ; pid=\(pid) ; code=killed ; status=10/USR1 \\}$"
        )
        #expect(try value(supervisor, "a", "ExecStart").contains(ended))
        // How the others of the run ended stays, too.
        let before = try values(supervisor, "a", "ExecStartPre")
        #expect(before.count == 2)
        #expect(
            before[0].contains(
                try Regex("stop_time=\\[\(days)\\] ; pid=[1-9][0-9]* ; code=exited ; status=1 ")
            )
        )
        #expect(
            before[1].contains(
                try Regex("stop_time=\\[\(days)\\] ; pid=[1-9][0-9]* ; code=exited ; status=0 ")
            )
        )
    }

    @Test("each directive that is enforced has its property")
    func directives() throws {
        let supervisor = try RunningSupervisor([
            "a.service": """
            [Unit]
            OnFailure=b.service
            [Service]
            ExecStart=/bin/sleep 1000
            ExecReload=/bin/true
            CPUSchedulingPolicy=batch
            IOSchedulingClass=idle
            TimerSlackNSec=1ms
            KeyringMode=shared
            CoredumpFilter=private-anonymous
            EnvironmentFile=-/etc/none
            PassEnvironment=A B
            UnsetEnvironment=C=1
            SetCredential=secret:word
            StandardInput=data
            StandardInputText=x
            OpenFile=/etc/passwd:accounts:read-only
            SystemCallErrorNumber=EPERM
            RuntimeDirectoryPreserve=restart
            """
        ])
        let expected = [
            ("OnFailure", "b.service"), ("CPUSchedulingPolicy", "3"), ("CPUSchedulingPriority", "0"),
            ("IOSchedulingClass", "3"), ("TimerSlackNSec", "1000000"), ("KeyringMode", "shared"),
            ("CoredumpFilter", "0x1"), ("EnvironmentFiles", "/etc/none (ignore_errors=yes)"),
            ("PassEnvironment", "A B"), ("UnsetEnvironment", "C=1"),
            ("SetCredential", "secret:[unprintable]"), ("StandardInput", "data"),
            ("OpenFile", "/etc/passwd:accounts:read-only"), ("SystemCallErrorNumber", "1"),
            ("RuntimeDirectoryPreserve", "restart"), ("CanStart", "yes"), ("CanReload", "yes"),
        ]
        for (name, text) in expected { #expect(try value(supervisor, "a", name) == text, "\(name)") }
    }

    @Test("all sixteen limits, the supervisor's own where the unit has none")
    func limits() throws {
        let supervisor = try RunningSupervisor([
            "a.service": "[Service]\nExecStart=/bin/sleep 1000\nLimitNOFILE=100:200\n"
        ])
        #expect(try supervisor.start("a").outcome == .done)
        let real = try Files.lines("/proc/\(try supervisor.runningPid("a"))/limits")
        for (name, row) in ConfinementComparison.rows {
            let shown = try values(supervisor, "a", name + "Soft", name).joined(separator: " ")
            let expected = ConfinementComparison.values(of: row, in: real)
            #expect(shown.replacing("infinity", with: "unlimited") == expected, "\(name)")
        }
    }

    @Test("the moments of its four passages, and reloading is none of them")
    func moments() throws {
        let supervisor = try RunningSupervisor([
            "a.service": "[Service]\nExecStart=/bin/sleep 1000\nExecReload=/bin/true\n"
        ])
        let names = [
            "InactiveExitTimestamp", "ActiveEnterTimestamp", "ActiveExitTimestamp", "InactiveEnterTimestamp",
        ]
        func known() throws -> [Bool] { try names.map { try !value(supervisor, "a", $0).isEmpty } }
        #expect(try known() == [false, false, false, false])
        #expect(try supervisor.start("a").outcome == .done)
        #expect(try known() == [true, true, false, false])
        let active = try value(supervisor, "a", "ActiveEnterTimestamp")
        let second = time(nil)
        try supervisor.wait("another second") { time(nil) > second + 1 }
        _ = try supervisor.ask(.reload(UnitCommand(units: ["a"])))
        #expect(try value(supervisor, "a", "ActiveEnterTimestamp") == active)
        #expect(try supervisor.stop("a").outcome == .done)
        #expect(try known() == [true, true, true, true])
    }

    @Test("the cgroup is named as the kernel names it, whatever it is mounted on")
    func controlGroup() throws {
        let supervisor = try RunningSupervisor(["a.service": "[Service]\nExecStart=/bin/sleep 1000\n"])
        #expect(try supervisor.start("a").outcome == .done)
        let lines = try Files.lines("/proc/\(try supervisor.runningPid("a"))/cgroup")
        let own = try #require(lines.first { $0.hasPrefix("0::") }).dropFirst(3)
        #expect(try value(supervisor, "a", "ControlGroup") == own)
    }

    @Test("what is denied is told of what runs, and of no unit that was changed since, or cannot be started")
    func denied() throws {
        let supervisor = try RunningSupervisor([
            "a.service": "[Service]\nLimitCORE=0\nExecStart=/bin/sleep 1000\n",
            "bad.service": "[Service]\nLimitCORE=0\nProtectSytem=strict\nExecStart=/bin/sleep 1000\n",
        ])
        #expect(try supervisor.status("bad").denied == [])
        #expect(try supervisor.start("a").outcome == .done)
        #expect(try supervisor.status("a").denied == ["exceed LimitCORE=0"])
        try supervisor.root.write(
            "etc/castellan/units/a.service",
            "[Service]\nLimitCORE=1\nExecStart=/bin/sleep 1000\n"
        )
        _ = try supervisor.ask(.reloadDaemon)
        #expect(try supervisor.status("a").changedSinceStart)
        #expect(try supervisor.status("a").denied == [])
        #expect(try supervisor.stop("a").outcome == .done)
        #expect(try supervisor.start("a").outcome == .done)
        #expect(try !supervisor.status("a").changedSinceStart)
        #expect(try supervisor.status("a").denied == ["exceed LimitCORE=1"])
    }

    @Test("files that were changed, or are gone, want to be loaded again; a masked unit is masked")
    func files() throws {
        let supervisor = try RunningSupervisor([
            "a.service": "[Service]\nExecStart=/bin/sleep 1000\n",
            "b.service": "[Install]\nWantedBy=multi-user.target\n[Service]\nExecStart=/bin/sleep 1000\n",
        ])
        let file = supervisor.root.path + "/etc/castellan/units/a.service"
        #expect(try value(supervisor, "a", "NeedDaemonReload") == "no")
        #expect(try supervisor.status("a").needsReload == false)
        try supervisor.root.write("etc/castellan/units/a.service", "[Service]\nExecStart=/bin/sleep 2000\n")
        #expect(try value(supervisor, "a", "NeedDaemonReload") == "yes")
        #expect(try supervisor.status("a").needsReload)
        #expect(try value(supervisor, "b", "NeedDaemonReload") == "no")
        _ = try supervisor.ask(.reloadDaemon)
        #expect(try value(supervisor, "a", "NeedDaemonReload") == "no")
        #expect(try values(supervisor, "a", "UnitFileState") == ["disabled"])
        unlink(file)
        #expect(try value(supervisor, "a", "NeedDaemonReload") == "yes")
        #expect(symlink("/dev/null", file) == 0)
        _ = try supervisor.ask(.reloadDaemon)
        #expect(try values(supervisor, "a", "UnitFileState") == ["masked"])
        #expect(try values(supervisor, "b", "UnitFileState") == ["enabled"])
    }
}

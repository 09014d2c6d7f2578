import Glibc
import TestSupport
import Testing

/// As PID 1 of a container made by runc, with nothing in it but our programs.
@Suite("In a container, a supervisor", .serialized)
struct ContainerTests {
    /// Tells the processes of this run's containers from everybody's.
    private let mark = "castellan-container-\(getpid())"

    private func web(_ lines: String) -> String {
        """
        [Service]
        \(lines)
        NoNewPrivileges=yes
        SystemCallFilter=@system-service
        LimitNOFILE=64
        RuntimeDirectory=web
        Restart=always
        RestartSec=0
        ExecStart=/bin/castellan-probe echo \(mark) then sleep
        [Install]
        WantedBy=multi-user.target
        """
    }

    @Test("with Docker's capabilities and filter confines what it runs, restarts it, and ends with status 0")
    func docker() throws {
        let container = try Container(
            .docker,
            [
                "web.service": web(
                    """
                    User=1000
                    Group=1001
                    SupplementaryGroups=1002
                    CapabilityBoundingSet=CAP_NET_BIND_SERVICE
                    AmbientCapabilities=CAP_NET_BIND_SERVICE
                    """
                )
            ]
        )
        let pid = try container.pid(of: mark)
        let status = try Files.processStatus(pid)
        #expect(status["Uid"] == "1000 1000 1000 1000")
        #expect(status["Gid"] == "1001 1001 1001 1001")
        #expect(status["Groups"] == "1001 1002" || status["Groups"] == "1002")
        for set in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
            #expect(status[set] == "0000000000000400", "\(set)")
        }
        #expect(status["NoNewPrivs"] == "1")
        // The container's own filter, and the unit's.
        #expect(status["Seccomp_filters"] == "2")
        #expect(
            try Files.lines("/proc/\(pid)/limits").contains { $0.hasPrefix("Max open files            64 ") }
        )
        kill(pid, SIGKILL)
        _ = try container.pid(of: mark, otherThan: pid)
        let shown = try container.control("status")
        #expect(shown.status == 0 && shown.output.hasPrefix("web "), "\(shown)")
        let history = try container.control("history", "web", "--failed")
        #expect(history.output.contains("killed by SIGKILL"), "\(history)")
        #expect(container.log.contains("no cgroup can be made here"))
        // Nothing but /run can be written to: the records are in memory, and that is said.
        #expect(container.log.contains("/var/lib/castellan: mkdir: Read-only file system"))
        let version = try container.control("version", "--json")
        #expect(version.output.contains("exit records cannot be written"), "\(version)")
        #expect(try container.end(with: "TERM") == 0)
        #expect(container.log.hasSuffix("all units stopped\n"), "\(container.log)")
        #expect(try ProcessTreeTests.processes(with: mark).isEmpty)
    }

    @Test("without root and any capability runs what needs none, and refuses the rest")
    func restricted() throws {
        let container = try Container(
            .restricted,
            [
                "web.service": web(""),
                "other.service": "[Service]\nUser=1001\nExecStart=/bin/castellan-probe sleep\n",
            ]
        )
        let status = try Files.processStatus(try container.pid(of: mark))
        #expect(status["Uid"] == "1000 1000 1000 1000")
        #expect(status["CapBnd"] == "0000000000000000")
        #expect(status["Seccomp_filters"] == "2")
        let refused = try container.control("start", "other")
        #expect(refused.status == 1 && refused.output.contains("needs CAP_SETUID"), "\(refused)")
        #expect(try container.end(with: "TERM") == 0)
        #expect(try ProcessTreeTests.processes(with: mark).isEmpty)
    }

    @Test("stops its services on what engines send besides SIGTERM", arguments: ["INT", "37"])
    func signals(signal: String) throws {
        let container = try Container(.docker, ["web.service": web("User=1000")])
        _ = try container.pid(of: mark)
        #expect(try container.end(with: signal) == 0)
        #expect(container.log.hasSuffix("all units stopped\n"), "\(container.log)")
        #expect(try ProcessTreeTests.processes(with: mark).isEmpty)
    }

    @Test("kills a service that ignores SIGTERM with its whole tree")
    func stubborn() throws {
        let container = try Container(
            .docker,
            [
                "stubborn.service": """
                [Service]
                User=1000
                TimeoutStopSec=200ms
                ExecStart=/bin/castellan-probe echo \(mark) then daemonize then ignore-term
                [Install]
                WantedBy=multi-user.target
                """
            ]
        )
        try container.wait("the family") { try ProcessTreeTests.processes(with: mark).count == 2 }
        #expect(try container.end(with: "TERM") == 0)
        #expect(try ProcessTreeTests.processes(with: mark).isEmpty)
    }
}

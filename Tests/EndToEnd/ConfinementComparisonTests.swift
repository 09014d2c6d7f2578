import ControlProtocol
import TestSupport
import Testing

/// The comparison that judges the daemons is judged itself: each wrong promise must be found, and nothing else.
@Suite("The comparison of a service with its unit", .serialized)
struct ConfinementComparisonTests {
    private static let unit = """
        [Service]
        User=nobody
        Group=daemon
        SupplementaryGroups=games 12345
        CapabilityBoundingSet=CAP_KILL CAP_CHOWN
        AmbientCapabilities=CAP_KILL
        NoNewPrivileges=yes
        SystemCallFilter=@system-service
        LimitNOFILE=100:200
        LimitFSIZE=1M:2M
        LimitCPU=1min
        LimitCORE=0
        Nice=5
        CPUSchedulingPolicy=batch
        OOMScoreAdjust=100
        UMask=0027
        CPUAffinity=0
        WorkingDirectory=/usr
        Environment=A=1 "B=two words"
        RuntimeDirectory=one two
        IgnoreSIGPIPE=no
        ExecStart=\(RunningSupervisor.probe) sleep ${A}

        """

    /// A line that promises something else, and the fields in which that must be seen.
    private static let lies: [(line: String, fields: [String])] = [
        ("User=games", ["Uid", "environment"]), ("Group=nogroup", ["Gid", "Groups"]),
        ("SupplementaryGroups=4", ["Groups"]), ("CapabilityBoundingSet=CAP_FOWNER", ["CapBnd"]),
        ("AmbientCapabilities=CAP_CHOWN", ["CapInh", "CapPrm", "CapEff", "CapAmb"]),
        ("NoNewPrivileges=no", ["NoNewPrivs"]), ("SystemCallFilter=", ["Seccomp", "Seccomp_filters"]),
        ("LimitNOFILE=200", ["LimitNOFILE"]), ("LimitFSIZE=1M", ["LimitFSIZE"]),
        ("LimitCPU=", ["LimitCPU"]), ("LimitSTACK=1", ["LimitSTACK"]), ("Nice=6", ["nice"]),
        ("OOMScoreAdjust=", ["oom_score_adj"]), ("UMask=", ["Umask"]),
        ("CPUAffinity=1", ["Cpus_allowed_list"]), ("WorkingDirectory=", ["cwd"]),
        ("RootDirectory=/usr", ["root"]), ("Environment=B=", ["environment"]),
        ("Environment=A=2", ["environment", "arguments"]), ("RuntimeDirectory=", ["environment"]),
        ("UnsetEnvironment=PATH", ["environment"]), ("IgnoreSIGPIPE=yes", ["SigIgn"]),
        ("ExecStart=/bin/sleep", ["arguments"]), ("TimerSlackNSec=7", ["timerslack_ns"]),
        ("CPUSchedulingPolicy=idle", ["policy"]), ("CPUSchedulingPolicy=", ["policy"]),
        ("CPUSchedulingPolicy=rr", ["policy"]), ("Personality=x86", ["personality"]),
        ("CoredumpFilter=0x1", ["coredump_filter"]),
    ]

    @Test("finds nothing where all is as promised, and each broken promise in its field")
    func findings() throws {
        let text = ConfinementComparisonTests.unit
        let supervisor = try RunningSupervisor(["web.service": text])
        let held = try HeldService(below: supervisor, program: RunningSupervisor.probe)
        let connection = try ControlConnection(supervisor.control)
        try connection.send(Request.start(UnitCommand(units: ["web"])).call().encoded())
        let pid = try held.pid()
        func differences(_ text: String) throws -> [String] {
            try ConfinementComparison(text, name: "web.service", supervisor: supervisor, pid: pid)
                .initialDifferences()
        }
        #expect(try differences(text) == [])
        for (line, fields) in ConfinementComparisonTests.lies {
            let found = try differences(text + line + "\n")
            let names = found.map { String($0.prefix { $0 != ":" }) }
            #expect(Set(names) == Set(fields), "\(line): \(found)")
        }
        held.release()
        _ = try connection.receive()
    }
}

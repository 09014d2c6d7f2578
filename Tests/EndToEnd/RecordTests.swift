import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("What is told of a run", .serialized)
struct RecordTests {
    @Test("the variables of commands speak of this run, and of a main process only while it lives")
    func variables() throws {
        let folder = try ScratchFolder()
        func say(_ name: String) -> String {
            "\(name)=/bin/sh -c 'echo \(name) [$$MAINPID] [$$SERVICE_RESULT] [$$EXIT_CODE] [$$EXIT_STATUS] >> \(folder.path)/said'"
        }
        let supervisor = try RunningSupervisor([
            "job.service": """
            [Service]
            \(say("ExecStartPre"))
            ExecStart=/bin/sleep 1000
            \(say("ExecReload"))
            \(say("ExecStop"))
            \(say("ExecStopPost"))
            Restart=on-failure
            RestartSec=0
            LimitCORE=0
            """
        ])
        #expect(try supervisor.start("job").outcome == .done)
        let first = try supervisor.runningPid("job")
        kill(first, SIGSEGV)
        let second = try supervisor.runningPid("job", otherThan: first)
        _ = try supervisor.ask(.reload(UnitCommand(units: ["job"])))
        #expect(try supervisor.stop("job").outcome == .done)
        #expect(
            try Files.lines(folder.path + "/said") == [
                "ExecStartPre [] [] [] []", "ExecStop [] [signal] [killed] [SEGV]",
                "ExecStopPost [] [signal] [killed] [SEGV]", "ExecStartPre [] [] [] []",
                "ExecReload [\(second)] [] [] []", "ExecStop [\(second)] [success] [] []",
                "ExecStopPost [] [success] [killed] [TERM]",
            ]
        )
    }

    @Test("the last exit is that of the main process, not of the command that ran after it")
    func lastExit() throws {
        let supervisor = try RunningSupervisor([
            "job.service": "[Service]\nExecStart=/bin/sleep 1000\nExecStopPost=/bin/true\nLimitCORE=0\n",
            "bad.service": "[Service]\nExecStartPre=/bin/false\nExecStart=/bin/sleep 1000\n",
        ])
        #expect(try supervisor.start("job").outcome == .done)
        kill(try supervisor.runningPid("job"), SIGSEGV)
        try supervisor.wait("the end") { try supervisor.status("job").summary.state == .fatal }
        let job = try supervisor.status("job")
        let last = try #require(job.lastRecord)
        #expect(last.command == .start && last.status == .signaled(.segmentationFault, coreDumped: false))
        _ = try supervisor.start("bad")
        #expect(try supervisor.status("bad").lastRecord?.command == .startPre)
    }

    @Test(
        "what follows a failed run is recorded with its own success, and removing its folders is no launch that failed"
    )
    func afterwards() throws {
        let name = "castellan-afterwards-\(getpid())"
        let supervisor = try RunningSupervisor([
            "job.service":
                "[Service]\nRuntimeDirectory=\(name)\nExecStart=/bin/false\nExecStopPost=/bin/true\n",
            "up.service": "[Service]\nExecStart=/bin/sleep 1000\nExecReload=/bin/false\n",
        ])
        _ = try supervisor.start("job")
        try supervisor.wait("three records") { try supervisor.history("job").count == 3 }
        let records = try supervisor.history("job")
        #expect(records.map(\.command) == [.start, .stopPost, .cleanUp])
        #expect(records.map(\.result) == [.exitCode, .success, .success])
        #expect(!supervisor.log.contains("before it executed"), "\(supervisor.log)")
        _ = try supervisor.start("up")
        _ = try supervisor.ask(.reload(UnitCommand(units: ["up"])))
        #expect(try supervisor.history("up").map(\.result) == [.exitCode])
    }

    @Test("an end is asked for by who asked for it, and by nobody else")
    func whoAsked() throws {
        let supervisor = try RunningSupervisor([
            "job.service":
                "[Service]\nExecStart=/bin/sleep 1000\nExecReload=/bin/true\nRestart=always\nRestartSec=0\n"
        ])
        #expect(try supervisor.start("job").outcome == .done)
        let first = try supervisor.runningPid("job")
        _ = try supervisor.ask(.signal(SignalCommand(units: ["job"], signal: .continue)))
        kill(first, SIGKILL)
        let second = try supervisor.runningPid("job", otherThan: first)
        _ = try supervisor.ask(.reload(UnitCommand(units: ["job"])))
        _ = try supervisor.ask(.signal(SignalCommand(units: ["job"], signal: .terminate)))
        let third = try supervisor.runningPid("job", otherThan: second)
        _ = try supervisor.ask(.restart(UnitCommand(units: ["job"])))
        #expect(try supervisor.status("job").why.hasPrefix("restarted by request of uid 0 (pid "))
        _ = try supervisor.runningPid("job", otherThan: third)
        let asked = try supervisor.history("job").map { "\($0.command) \($0.requestedBy != nil)" }
        #expect(asked == ["start false", "reload true", "start true", "start true"])
        #expect(try supervisor.stop("job").outcome == .done)
        let why = try supervisor.status("job").why
        #expect(why.hasPrefix("stopped by request of uid 0 (pid "))
        // One that changes nothing is not what stopped it.
        _ = try Command.run(
            RunningSupervisor.program("supervisorctl"),
            ["--root", supervisor.root.path, "stop", "job"]
        )
        #expect(try supervisor.status("job").why == why)
    }
}

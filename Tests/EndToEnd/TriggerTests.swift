import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("A unit that another one starts at its end", .serialized)
struct TriggerTests {
    private func units(_ folder: ScratchFolder) -> [String: String] {
        let say = """
            /bin/sh -c 'echo %i $$MONITOR_UNIT $$MONITOR_SERVICE_RESULT $$MONITOR_EXIT_CODE $$MONITOR_EXIT_STATUS \
              $$MONITOR_INVOCATION_ID >> \(folder.path)/said'
            """
        return [
            "job.service": """
            [Unit]
            OnFailure=tell@failure-%n.service
            OnSuccess=tell@success-%n.service
            [Service]
            LimitCORE=0
            ExecStart=/bin/sleep 1000
            """,
            "tell@.service": "[Service]\nType=oneshot\nExecStart=\(say)\n",
        ]
    }

    @Test("is told which, how it ended and in which run; after a failure one, after a success the other")
    func told() throws {
        let folder = try ScratchFolder()
        let supervisor = try RunningSupervisor(units(folder))
        let file = folder.path + "/said"
        #expect(try supervisor.start("job").outcome == .done)
        let first = try #require(try supervisor.status("job").invocation).text
        kill(try supervisor.runningPid("job"), SIGSEGV)
        try supervisor.wait("the first") { try Files.exists(file) && Files.lines(file).count == 1 }
        #expect(try supervisor.start("job").outcome == .done)
        let second = try #require(try supervisor.status("job").invocation).text
        #expect(try supervisor.stop("job").outcome == .done)
        try supervisor.wait("the second") { try Files.lines(file).count == 2 }
        #expect(
            try Files.lines(file) == [
                "failure-job.service job.service signal killed SEGV \(first)",
                "success-job.service job.service success killed TERM \(second)",
            ]
        )
        #expect(try supervisor.status("tell@failure-job.service").why == "started because job.service failed")
        // Started by hand it is told nothing.
        #expect(try supervisor.start("tell@failure-job.service").outcome == .done)
        #expect(try Files.lines(file).last == "failure-job.service")
    }

    @Test("that does not exist is said to be missing, and keeps nothing else from its end")
    func missing() throws {
        let supervisor = try RunningSupervisor([
            "job.service":
                "[Unit]\nOnFailure=no.service other.service\n[Service]\nType=oneshot\nExecStart=/bin/false\n",
            "other.service": "[Service]\nExecStart=/bin/sleep 1000\n",
        ])
        _ = try supervisor.start("job")
        _ = try supervisor.runningPid("other")
        #expect(supervisor.log.contains("job.service failed, but there is no unit no.service to start"))
    }
}

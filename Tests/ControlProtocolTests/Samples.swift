import ControlProtocol
import ServiceModel

/// Replies with every member set, and with none that may be absent.
enum Samples {
    static var record: ExitRecord {
        var record = ExitRecord(
            unit: "web.service",
            invocation: InvocationID(high: 1, low: .max),
            command: .start,
            pid: 41,
            status: .signaled(.segmentationFault, coreDumped: true)
        )
        record.commandIndex = 2
        record.uid = 61_200
        record.startedAt = WallTime(microseconds: 1_000)
        record.startedMonotonic = Instant(microseconds: 2_000)
        record.endedAt = WallTime(microseconds: 3_000)
        record.endedMonotonic = Instant(microseconds: 4_000)
        record.cpuTime = .milliseconds(5)
        record.peakMemory = 6_000
        record.result = .coreDump
        record.restartCount = 3
        record.failedStep = "user"
        record.failedErrno = 2
        record.requestedBy = "uid 1000 (pid 412)"
        return record
    }

    static var summary: UnitSummary {
        var summary = UnitSummary(name: "web.service")
        summary.description = "The \"web\"\n"
        summary.loadState = "loaded"
        summary.activeState = "activating"
        summary.subState = "auto-restart"
        summary.result = .coreDump
        summary.state = .backoff
        summary.reason = "killed by SIGSEGV"
        summary.pid = 42
        summary.uptime = 7
        summary.since = WallTime(microseconds: 8_000)
        summary.restarts = 3
        summary.lastExit = .signaled(.segmentationFault, coreDumped: true)
        return summary
    }

    static var status: UnitStatus {
        let place = SourceLocation(file: "/etc/castellan/units/web.service", line: 7, column: 16)
        var status = UnitStatus(summary: summary)
        status.why = "it crashed"
        status.documentation = ["man:web(8)"]
        status.fragmentPath = place.file
        status.dropInPaths = ["/etc/castellan/units/web.service.d/a.conf"]
        status.commands = [
            CommandLineText(kind: .startPre, text: "/bin/true"), CommandLineText(kind: .start, text: "web"),
        ]
        status.controlPid = 43
        status.uid = 61_200
        status.gid = 61_201
        status.invocation = record.invocation
        status.controlGroup = "/castellan/web.service"
        status.memory = 9_000
        status.tasks = 10
        status.processorTime = 11_000
        status.lastRecord = record
        status.nextRestart = WallTime(microseconds: 11_000)
        status.recentStarts = 4
        status.startLimit = 5
        status.outcomes = [
            DirectiveOutcome(
                directive: "User",
                requested: "web",
                enforcement: .enforced(by: "uid"),
                location: place
            ),
            DirectiveOutcome(
                directive: "PrivateTmp",
                requested: "yes",
                enforcement: .emulated(by: "landlock", gap: "names show"),
                location: nil
            ),
            DirectiveOutcome(
                directive: "PrivateNetwork",
                requested: "yes",
                enforcement: .refused(reason: "no CAP_SYS_ADMIN"),
                location: nil
            ),
            DirectiveOutcome(directive: "A", requested: "", enforcement: .notEnforcedYet, location: nil),
            DirectiveOutcome(directive: "B", requested: "", enforcement: .notSupported, location: nil),
        ]
        status.diagnostics = [
            Diagnostic(.warning, at: place, "unknown key 'Foo'"), Diagnostic(.note, at: nil, "odd"),
        ]
        status.denied = ["ptrace"]
        status.needsReload = true
        status.changedSinceStart = true
        return status
    }

    static var result: UnitResult {
        var result = UnitResult(unit: "web.service", outcome: .failed)
        result.result = .exitCode
        result.message = "exited with status 3"
        result.wasActive = true
        result.failedStep = "execute"
        result.failedErrno = 2
        return result
    }
}

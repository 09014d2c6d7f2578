import LaunchProtocol
import LinuxSystem
import ServiceModel

/// The life of the helper: wait for one job, carry it out, and be gone.
enum Helper {
    /// Returns the exit status; a launch that succeeds never returns.
    static func run() -> UInt8 {
        var socket = ReportSocket()
        if let status = prepare(socket) { return status }
        let job: LaunchJob
        do {
            guard let received = try JobReceiver.receive(on: socket) else { return 0 }
            job = received
        } catch {
            return report(error, at: .job, on: socket)
        }
        switch job.task {
        case .execute(let command):
            return launch(job, command, on: &socket)
        case .cleanUp:
            return cleanUp(job, on: socket)
        }
    }

    /// The steps that no job has a say in. Nil when all succeeded.
    private static func prepare(_ socket: borrowing ReportSocket) -> UInt8? {
        var step = LaunchStep.descriptors
        do throws(SystemError) {
            try OwnProcess.closeOnExec(from: ReportSocket.number)
            step = .signalMask
            try OwnProcess.resetSignals()
            step = .session
            try OwnProcess.startSession()
            return nil
        } catch {
            return report(StepFailure(error, about: ""), at: step, on: socket)
        }
    }

    private static func launch(_ job: LaunchJob, _ command: ExecCommand, on socket: inout ReportSocket)
        -> UInt8
    {
        var launch = Launch(context: job.context, plan: job.plan, command: command)
        if job.context.standsBy, !launch.canStandBy { return 0 }
        for step in LaunchStep.allCases {
            do throws(StepFailure) {
                try launch.carryOut(step, socket: &socket)
            } catch {
                return report(error, at: step, on: socket)
            }
        }
        preconditionFailure("the last step executes the service's program")
    }

    private static func cleanUp(_ job: LaunchJob, on socket: borrowing ReportSocket) -> UInt8 {
        let cleaning = CleanUp(context: job.context, plan: job.plan)
        do throws(StepFailure) {
            try cleaning.removeRuntimeDirectories()
        } catch {
            return report(error, at: .runtimeDirectories, on: socket)
        }
        do throws(StepFailure) {
            try cleaning.removeCredentials()
        } catch {
            return report(error, at: .credentials, on: socket)
        }
        return 0
    }

    /// The exit status says which step it was even when the report cannot be delivered: then the daemon is
    /// gone, or the service's own filter is already in force.
    private static func report(
        _ failure: StepFailure,
        at step: LaunchStep,
        on socket: borrowing ReportSocket
    ) -> UInt8 {
        do {
            try socket.send(.failure(step: step, errno: failure.errno, detail: failure.detail))
        } catch {
            if step.rawValue <= LaunchStep.job.rawValue {
                StandardDescriptor.say(
                    "supervisor-exec: started by supervisord only, see supervisor-exec(8)\n"
                )
            }
        }
        return step.exitStatus
    }
}

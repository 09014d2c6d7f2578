import LaunchProtocol
import LinuxSystem
import ServiceModel

/// The life of the helper: wait for one job, carry it out, and be gone; until then, begin others where it is asked to.
enum Helper {
    /// Returns the exit status; a launch that succeeds never returns.
    static func run() -> UInt8 {
        var socket = ReportSocket()
        if let status = prepare(socket, isCopy: false) { return status }
        while true {
            do throws(StepFailure) {
                guard let order = try OrderReceiver.receive(on: socket) else { return 0 }
                switch consume order {
                case .job(let job): return carryOut(job, on: &socket)
                case .fork(let other, let group):
                    if try fork(other, into: group, &socket), let status = prepare(socket, isCopy: true) {
                        return status
                    }
                }
            } catch {
                return report(error, at: .job, on: socket)
            }
        }
    }

    private static func carryOut(_ job: LaunchJob, on socket: inout ReportSocket) -> UInt8 {
        switch job.task {
        case .execute(let command): launch(job, command, on: &socket)
        case .cleanUp: cleanUp(job, on: socket)
        }
    }

    private static func forkSibling(into group: borrowing FileDescriptor?) throws(SystemError) -> Int32? {
        switch group {
        case nil: try OwnProcess.forkSibling()
        case .some(let directory): try OwnProcess.forkSibling(into: directory)
        }
    }

    /// Returns whether this is the new helper, whose socket is then the other one.
    private static func fork(
        _ other: consuming FileDescriptor,
        into group: consuming FileDescriptor?,
        _ socket: inout ReportSocket
    ) throws(StepFailure) -> Bool {
        let reply: ForkReply?
        do throws(SystemError) {
            reply = try forkSibling(into: group).map { .began(pid: $0) }
        } catch {
            reply = .failed(errno: error.errno)
        }
        if let reply {
            try about("the reply") { () throws(SystemError) in try socket.send(reply) }
            return false
        }
        try about("the new socket") { () throws(SystemError) in try socket.become(other) }
        return true
    }

    /// The steps that no job has a say in. Nil when all succeeded. A copy has the dispositions and the mask of the
    /// original, which nobody else can change.
    private static func prepare(_ socket: borrowing ReportSocket, isCopy: Bool) -> UInt8? {
        var step = LaunchStep.descriptors
        do throws(SystemError) {
            try OwnProcess.closeOnExec(from: ReportSocket.number)
            step = .signalMask
            if !isCopy { try OwnProcess.resetSignals() }
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
        do throws(StepFailure) {
            try cleaning.removeTemporary()
        } catch {
            return report(error, at: .namespaces, on: socket)
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

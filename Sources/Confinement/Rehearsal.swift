import LaunchProtocol
import LinuxSystem
import ServiceModel

/// What a helper does while it waits for its job: it goes through the motions of a launch that changes
/// nothing.
///
/// The first use of each type and each page of code costs microseconds that would otherwise lie between a
/// crash and its replacement. Nothing of it is kept, and its failures mean nothing.
enum Rehearsal {
    static func run() {
        do {
            let job = try LaunchJob(decoding: sample.encoded())
            guard case .execute(let command) = job.task else { return }
            var launch = Launch(context: job.context, plan: job.plan, command: command)
            launch.initial = try OwnCapabilities.current()
            try launch.resolveUser()
            try launch.resolveGroupNames()
            try launch.assembleEnvironment()
            launch.prepareImage()
            launch.rehearsePrivileges()
        } catch {
            return
        }
    }

    private static var sample: LaunchJob {
        var plan = LaunchPlan()
        plan.identity.user = .number(65533)
        plan.capabilities.bounding = []
        plan.filters = [FilterProgram(instructions: Array(repeating: 0, count: 8), isLogged: false)]
        plan.limits = [ResourceLimit(kind: .openFiles, soft: 1, hard: 1)]
        plan.environment.assignments = [EnvironmentRequest.Assignment(name: "A", value: "b")]
        plan.environment.removals = [EnvironmentRequest.Removal(name: "A", value: nil)]
        var context = LaunchContext()
        context.directoryBases = ["/"]
        context.variables = plan.environment.assignments
        let command = ExecCommand(path: "/", arguments: ["$A", "a"])
        return LaunchJob(context: context, plan: plan, task: .execute(command))
    }
}

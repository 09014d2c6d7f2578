package import ServiceModel

/// One message to a helper: what to become. On the wire it is the context, the plan and the command, each a
/// length-prefixed blob, so that the daemon joins bytes it has instead of encoding a unit at each start.
package struct LaunchJob: Hashable, Sendable {
    package enum Task: Hashable, Sendable {
        case execute(ExecCommand)
        /// Remove runtime directories and credentials, then exit 0.
        case cleanUp
    }

    /// Jobs up to this size travel in one message; larger ones in a sealed memory file, whose descriptor comes
    /// with an empty message.
    package static let inlineLimit = 96 * 1024
    /// The largest job, in a memory file.
    package static let sizeLimit = 16 << 20

    package var context: LaunchContext
    package var plan: LaunchPlan
    package var task: Task

    package init(context: LaunchContext, plan: LaunchPlan, task: Task) {
        self.context = context
        self.plan = plan
        self.task = task
    }
}

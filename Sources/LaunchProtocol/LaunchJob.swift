package import ServiceModel
package import Wire

/// One message to a helper: what to become. On the wire it is the context, the plan and the command, each a
/// length-prefixed blob, so that the daemon joins bytes it has instead of encoding a unit at each start.
package struct LaunchJob: Hashable, Sendable {
    package enum Task: Hashable, Sendable {
        case execute(ExecCommand)
        /// Remove runtime directories and credentials, then exit 0.
        case cleanUp
    }

    /// Jobs up to this size travel in one message; larger ones in a sealed memory file, whose descriptor
    /// comes with an empty message.
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

extension LaunchJob {
    /// First in every job. Daemon and helper may be of different versions after an upgrade; a helper that
    /// does not know the format must say so instead of misreading a policy. Raise it with every change.
    private static let format: UInt32 = 0x4A43_0007

    /// The message for parts that are already encoded.
    package static func join(context: [UInt8], plan: [UInt8], task: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(reserving: 16 + context.count + plan.count + task.count)
        writer.write(format)
        writer.write(context)
        writer.write(plan)
        writer.write(task)
        return writer.bytes
    }

    package func encoded() -> [UInt8] {
        LaunchJob.join(context: context.encoded(), plan: plan.encoded(), task: task.encoded())
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        guard bytes.count <= LaunchJob.sizeLimit else { throw WireError(.tooLong, at: 0) }
        var reader = ByteReader(bytes)
        guard try reader.number(UInt32.self) == LaunchJob.format else {
            throw WireError(.invalidValue, at: 0)
        }
        self.init(
            context: try LaunchContext(decoding: try reader.blob()),
            plan: try LaunchPlan(decoding: try reader.blob()),
            task: try Task(decoding: try reader.blob())
        )
        try reader.finish()
    }
}

extension LaunchJob.Task {
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 256)
        switch self {
        case .execute(let command):
            writer.write(UInt8(0))
            command.encode(into: &writer)
        case .cleanUp:
            writer.write(UInt8(1))
        }
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = ByteReader(bytes)
        switch try reader.number(UInt8.self) {
        case 0: self = .execute(try ExecCommand(from: &reader))
        case 1: self = .cleanUp
        default: throw WireError(.invalidValue, at: 0)
        }
        try reader.finish()
    }
}

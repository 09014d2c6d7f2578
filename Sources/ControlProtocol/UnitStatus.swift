package import ServiceModel
package import Wire

/// Everything `status UNIT` says.
package struct UnitStatus: Equatable, Sendable {
    package var summary: UnitSummary
    /// Why the unit is in its state, in a sentence.
    package var why = ""
    package var documentation: [String] = []
    package var fragmentPath = ""
    package var dropInPaths: [String] = []
    package var commands: [CommandLineText] = []
    /// A command of the unit other than its main process, while one runs.
    package var controlPid: Int32?
    package var uid: UInt32?
    package var gid: UInt32?
    package var invocation: InvocationID?
    /// Absolute path; nil where the unit has none.
    package var controlGroup: String?
    /// Bytes and processes now; nil where nobody counts them.
    package var memory: UInt64?
    package var tasks: UInt64?
    /// Microseconds of CPU time that its processes took, those too that have ended; nil where nobody counts it.
    package var processorTime: UInt64?
    /// The last process of the unit that ended.
    package var lastRecord: ExitRecord?
    package var nextRestart: WallTime?
    /// Starts within the interval of `StartLimitIntervalSec=`, and how many are allowed; 0: no limit.
    package var recentStarts: UInt32 = 0
    package var startLimit: UInt32 = 0
    package var outcomes: [DirectiveOutcome] = []
    package var diagnostics: [Diagnostic] = []
    /// One of its files has changed, or gone, since the unit was loaded.
    package var needsReload = false
    /// The unit was loaded anew, and otherwise, while it ran: its processes were started as it was before.
    package var changedSinceStart = false
    /// What the unit's processes cannot do, one phrase each.
    package var denied: [String] = []

    /// Whether what is asked for is what the unit's processes have: it can be started, and is as it was then.
    package var holds: Bool {
        // A unit whose files are gone runs on as it was loaded from them.
        ["loaded", "not-found"].contains(summary.loadState) && !changedSinceStart
    }

    package init(summary: UnitSummary) {
        self.summary = summary
    }

    /// Writes one object: the summary's members, then these.
    package func encode(into writer: inout JSONWriter) {
        writer.object { writer in
            summary.encodeMembers(into: &writer)
            encodeMembers(into: &writer)
        }
    }

    private func encodeMembers(into writer: inout JSONWriter) {
        writer.field("why", why)
        writer.field("documentation", documentation)
        writer.field("fragmentPath", fragmentPath)
        writer.field("dropInPaths", dropInPaths)
        writer.field("commands", commands) { $1.encode(into: &$0) }
        writer.field("controlPid", optional: controlPid)
        writer.field("uid", optional: uid)
        writer.field("gid", optional: gid)
        writer.field("invocation", optional: invocation?.text)
        writer.field("controlGroup", optional: controlGroup)
        writer.field("memory", optional: memory)
        writer.field("tasks", optional: tasks)
        writer.field("processorTime", optional: processorTime)
        if let lastRecord { writer.field("lastRecord", object: lastRecord.encodeMembers) }
        writer.field("nextRestart", optional: nextRestart?.microseconds)
        writer.field("recentStarts", recentStarts)
        writer.field("startLimit", startLimit)
        writer.field("outcomes", outcomes) { $1.encode(into: &$0) }
        writer.field("diagnostics", diagnostics) { $1.encode(into: &$0) }
        writer.field("denied", denied)
        writer.field("needsReload", needsReload)
        writer.field("changedSinceStart", changedSinceStart)
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        summary = try UnitSummary(&fields)
        why = try fields.string("why")
        documentation = try fields.strings("documentation")
        fragmentPath = try fields.string("fragmentPath")
        dropInPaths = try fields.strings("dropInPaths")
        commands = try fields.list("commands", CommandLineText.init)
        controlPid = try fields.integer(ifPresent: "controlPid")
        uid = try fields.integer(ifPresent: "uid")
        gid = try fields.integer(ifPresent: "gid")
        invocation = try fields.string(ifPresent: "invocation").flatMap(InvocationID.init(text:))
        controlGroup = try fields.string(ifPresent: "controlGroup")
        memory = try fields.integer(ifPresent: "memory")
        tasks = try fields.integer(ifPresent: "tasks")
        processorTime = try fields.integer(ifPresent: "processorTime")
        lastRecord = try fields.object(ifPresent: "lastRecord", ExitRecord.init)
        nextRestart = try fields.integer(ifPresent: "nextRestart").map(WallTime.init(microseconds:))
        recentStarts = try fields.integer("recentStarts")
        startLimit = try fields.integer("startLimit")
        outcomes = try fields.list("outcomes", DirectiveOutcome.init)
        diagnostics = try fields.list("diagnostics", Diagnostic.init)
        denied = try fields.strings("denied")
        needsReload = try fields.flag("needsReload")
        changedSinceStart = try fields.flag("changedSinceStart")
    }
}

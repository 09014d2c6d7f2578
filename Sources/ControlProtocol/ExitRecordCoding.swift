package import ServiceModel
package import Wire

extension ExitRecord {
    /// Writes one object.
    package func encode(into writer: inout JSONWriter) {
        writer.object(encodeMembers)
    }

    func encodeMembers(into writer: inout JSONWriter) {
        writer.field("unit", unit)
        writer.field("invocation", invocation.text)
        writer.field("command", command.directive)
        writer.field("commandIndex", commandIndex)
        writer.field("pid", pid)
        writer.field("uid", optional: uid)
        writer.field("startedAt", startedAt.microseconds)
        writer.field("startedMonotonic", startedMonotonic.microseconds)
        writer.field("endedAt", endedAt.microseconds)
        writer.field("endedMonotonic", endedMonotonic.microseconds)
        status.encodeMembers(into: &writer)
        writer.field("cpuTime", cpuTime.microseconds)
        writer.field("peakMemory", peakMemory)
        writer.field("result", result.word)
        writer.field("restarts", restartCount)
        writer.field("failedStep", optional: failedStep)
        writer.field("failedErrno", optional: failedErrno)
        writer.field("requestedBy", optional: requestedBy)
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        self = try ExitRecord(&fields)
    }

    init(_ fields: inout JSONFields) throws(InvalidField) {
        let unit = try fields.string("unit")
        guard let invocation = InvocationID(text: try fields.string("invocation")) else {
            throw InvalidField("invocation")
        }
        let command = try CommandKind(&fields)
        let index = try fields.integer("commandIndex", as: UInt16.self)
        let pid = try fields.integer("pid", as: Int32.self)
        let uid = try fields.integer(ifPresent: "uid", as: UInt32.self)
        let startedAt = WallTime(microseconds: try fields.integer("startedAt"))
        let startedMonotonic = Instant(microseconds: try fields.integer("startedMonotonic"))
        let endedAt = WallTime(microseconds: try fields.integer("endedAt"))
        let endedMonotonic = Instant(microseconds: try fields.integer("endedMonotonic"))
        guard let status = try ExitStatus(ifPresent: &fields) else { throw InvalidField("exitCode") }
        self.init(unit: unit, invocation: invocation, command: command, pid: pid, status: status)
        commandIndex = index
        self.uid = uid
        self.startedAt = startedAt
        self.startedMonotonic = startedMonotonic
        self.endedAt = endedAt
        self.endedMonotonic = endedMonotonic
        cpuTime = TimeSpan(microseconds: try fields.integer("cpuTime"))
        peakMemory = try fields.integer("peakMemory")
        result = try ServiceResult(&fields)
        restartCount = try fields.integer("restarts")
        failedStep = try fields.string(ifPresent: "failedStep")
        failedErrno = try fields.integer(ifPresent: "failedErrno")
        requestedBy = try fields.string(ifPresent: "requestedBy")
    }
}

extension CommandKind {
    /// `ExecStart`, `ExecStopPost`, …
    init(_ fields: inout JSONFields) throws(InvalidField) {
        let directive = try fields.string("command")
        guard let kind = CommandKind.allCases.first(where: { $0.directive == directive }) else {
            throw InvalidField("command")
        }
        self = kind
    }
}

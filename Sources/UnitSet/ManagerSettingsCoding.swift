import LaunchProtocol
package import ServiceModel
package import Wire

extension ManagerSettings {
    package func encode(into writer: inout ByteWriter) {
        writer.write(operatorGroup) { $1.encode(into: &$0) }
        writer.write(viewerGroup) { $1.encode(into: &$0) }
        writer.write(isBestEffort)
        writer.write(defaultTimeoutStart.microseconds)
        writer.write(defaultTimeoutStop.microseconds)
        writer.write(defaultRestartDelay.microseconds)
        writer.write(defaultStartLimitInterval.microseconds)
        writer.write(defaultStartLimitBurst)
        writer.write(defaultEnvironment) { $1.encode(into: &$0) }
        writer.write(defaultLimits) { $1.encode(into: &$0) }
        writer.write(journalMaximumSize)
        writer.write(warmHelpers)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init()
        operatorGroup = try reader.optional(AccountReference.init(from:))
        viewerGroup = try reader.optional(AccountReference.init(from:))
        isBestEffort = try reader.flag()
        defaultTimeoutStart = try reader.timeSpan()
        defaultTimeoutStop = try reader.timeSpan()
        defaultRestartDelay = try reader.timeSpan()
        defaultStartLimitInterval = try reader.timeSpan()
        defaultStartLimitBurst = try reader.number()
        defaultEnvironment = try reader.list(EnvironmentRequest.Assignment.init(from:))
        defaultLimits = try reader.list(ResourceLimit.init(from:))
        journalMaximumSize = try reader.number()
        warmHelpers = try reader.number()
    }
}

import ServiceModel
import Wire

/// Exit records as bytes. A new field goes to the end, behind a new version number.
enum ExitRecordCodec {
    private static let version: UInt8 = 1

    static func encode(_ record: ExitRecord) -> [UInt8] {
        var writer = ByteWriter(reserving: 160)
        writer.write(version)
        writer.write(record.unit)
        writer.write(record.invocation.high)
        writer.write(record.invocation.low)
        writer.write(record.command.rawValue)
        writer.write(record.commandIndex)
        writer.write(record.pid)
        writer.write(record.uid) { $0.write($1) }
        for moment in [record.startedAt, record.endedAt] { writer.write(moment.microseconds) }
        for moment in [record.startedMonotonic, record.endedMonotonic] { writer.write(moment.microseconds) }
        encode(record.status, into: &writer)
        writer.write(record.cpuTime.microseconds)
        writer.write(record.peakMemory)
        writer.write(record.result.rawValue)
        writer.write(record.restartCount)
        writer.write(record.failedStep) { $0.write($1) }
        writer.write(record.failedErrno) { $0.write($1) }
        writer.write(record.requestedBy) { $0.write($1) }
        return writer.bytes
    }

    private static func encode(_ status: ExitStatus, into writer: inout ByteWriter) {
        switch status {
        case .exited(let code):
            writer.write(UInt8(0))
            writer.write(code)
        case .signaled(let signal, let coreDumped):
            writer.write(UInt8(coreDumped ? 2 : 1))
            writer.write(signal.number)
        }
    }

    static func decode(_ bytes: [UInt8]) throws(WireError) -> ExitRecord {
        var reader = ByteReader(bytes)
        guard try reader.number(UInt8.self) == version else { throw WireError(.invalidValue, at: 0) }
        let unit = try reader.string()
        let invocation = InvocationID(high: try reader.number(), low: try reader.number())
        let command = try reader.choice(CommandKind.self)
        let index = try reader.number(UInt16.self)
        let pid = try reader.number(Int32.self)
        let uid = try reader.optional { reader throws(WireError) in try reader.number(UInt32.self) }
        let startedAt = WallTime(microseconds: try reader.number())
        let endedAt = WallTime(microseconds: try reader.number())
        let startedMonotonic = Instant(microseconds: try reader.number())
        let endedMonotonic = Instant(microseconds: try reader.number())
        var record = ExitRecord(
            unit: unit,
            invocation: invocation,
            command: command,
            pid: pid,
            status: try status(&reader)
        )
        record.commandIndex = index
        record.uid = uid
        (record.startedAt, record.endedAt) = (startedAt, endedAt)
        (record.startedMonotonic, record.endedMonotonic) = (startedMonotonic, endedMonotonic)
        record.cpuTime = TimeSpan(microseconds: try reader.number())
        record.peakMemory = try reader.number()
        record.result = try reader.choice(ServiceResult.self)
        record.restartCount = try reader.number()
        record.failedStep = try reader.optional { reader throws(WireError) in try reader.string() }
        record.failedErrno = try reader.optional { reader throws(WireError) in try reader.number(Int32.self) }
        record.requestedBy = try reader.optional { reader throws(WireError) in try reader.string() }
        try reader.finish()
        return record
    }

    private static func status(_ reader: inout ByteReader) throws(WireError) -> ExitStatus {
        let start = reader.offset
        let kind = try reader.number(UInt8.self)
        let number = try reader.number(UInt8.self)
        if kind == 0 { return .exited(number) }
        guard kind <= 2, let signal = Signal(number: Int(number)) else {
            throw WireError(.invalidValue, at: start)
        }
        return .signaled(signal, coreDumped: kind == 2)
    }
}

import LaunchProtocol
package import ServiceModel
package import Wire

extension ServicePolicy {
    package func encode(into writer: inout ByteWriter) {
        writer.write(startup.rawValue)
        writer.write(remainAfterExit)
        writer.write(commands) { $0.write($1.ignoresFailure) { $0.write($1) } }
        writer.write(cleansUpBeforeRestart)
        encodeRestart(into: &writer)
        for time in [timeoutStart, timeoutStop] { writer.write(time.microseconds) }
        writer.write(timeoutAbort) { $0.write($1.microseconds) }
        writer.write(startFailureMode.rawValue)
        writer.write(stopFailureMode.rawValue)
        writer.write(runtimeMaximum.microseconds)
        encodeKilling(into: &writer)
    }

    private func encodeRestart(into writer: inout ByteWriter) {
        writer.write(restart.rawValue)
        writer.write(restartDelay.microseconds)
        writer.write(restartSteps)
        writer.write(restartMaximumDelay.microseconds)
        for set in [success, restartPrevent, restartForce] { set.encode(into: &writer) }
        writer.write(startLimitInterval.microseconds)
        writer.write(startLimitBurst)
    }

    private func encodeKilling(into writer: inout ByteWriter) {
        writer.write(killMode.rawValue)
        writer.write(killSignal.number)
        writer.write(restartKillSignal) { $0.write($1.number) }
        writer.write(finalKillSignal.number)
        writer.write(outOfMemory.rawValue)
        writer.write(sendsKill)
        writer.write(sendsHangup)
        writer.write(startsOthersOnFailure)
        writer.write(startsOthersOnSuccess)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init()
        startup = try reader.choice(Startup.self)
        remainAfterExit = try reader.flag()
        let start = reader.offset
        commands = try reader.list { (reader) throws(WireError) in
            Commands(ignoresFailure: try reader.list { (reader) throws(WireError) in try reader.flag() })
        }
        // Indexed by kind: a shorter list would be read past its end.
        guard commands.count == CommandKind.allCases.count else { throw WireError(.invalidValue, at: start) }
        cleansUpBeforeRestart = try reader.flag()
        try decodeRestart(from: &reader)
        timeoutStart = try reader.timeSpan()
        timeoutStop = try reader.timeSpan()
        timeoutAbort = try reader.optional { (reader) throws(WireError) in try reader.timeSpan() }
        startFailureMode = try reader.choice(TimeoutFailureMode.self)
        stopFailureMode = try reader.choice(TimeoutFailureMode.self)
        runtimeMaximum = try reader.timeSpan()
        try decodeKilling(from: &reader)
    }

    private mutating func decodeRestart(from reader: inout ByteReader) throws(WireError) {
        restart = try reader.choice(Restart.self)
        restartDelay = try reader.timeSpan()
        restartSteps = try reader.number()
        restartMaximumDelay = try reader.timeSpan()
        success = try ExitStatusSet(from: &reader)
        restartPrevent = try ExitStatusSet(from: &reader)
        restartForce = try ExitStatusSet(from: &reader)
        startLimitInterval = try reader.timeSpan()
        startLimitBurst = try reader.number()
    }

    private mutating func decodeKilling(from reader: inout ByteReader) throws(WireError) {
        killMode = try reader.choice(KillMode.self)
        killSignal = try reader.signal()
        restartKillSignal = try reader.optional { (reader) throws(WireError) in try reader.signal() }
        finalKillSignal = try reader.signal()
        outOfMemory = try reader.choice(OutOfMemory.self)
        sendsKill = try reader.flag()
        sendsHangup = try reader.flag()
        startsOthersOnFailure = try reader.flag()
        startsOthersOnSuccess = try reader.flag()
    }
}

extension ExitStatusSet {
    package func encode(into writer: inout ByteWriter) {
        writer.write(codes)
        writer.write(signals) { $0.write($1.number) }
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init(
            codes: try reader.blob(),
            signals: try reader.list { (reader) throws(WireError) in try reader.signal() }
        )
    }
}

extension ByteReader {
    mutating func timeSpan() throws(WireError) -> TimeSpan {
        TimeSpan(microseconds: try number())
    }

    mutating func signal() throws(WireError) -> Signal {
        let start = offset
        guard let signal = Signal(number: Int(try number(UInt8.self))) else {
            throw WireError(.invalidValue, at: start)
        }
        return signal
    }
}

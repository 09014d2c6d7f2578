package import ServiceModel
package import Wire

extension ResourceLimit {
    package func encode(into writer: inout ByteWriter) {
        writer.write(kind.rawValue)
        writer.write(soft)
        writer.write(hard)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init(
            kind: try reader.choice(Kind.self),
            soft: try reader.number(),
            hard: try reader.number()
        )
    }
}

extension Scheduling {
    package func encode(into writer: inout ByteWriter) {
        writer.write(nice) { $0.write($1) }
        writer.write(affinity) { $0.write($1) }
        writer.write(policy) { $0.write($1.rawValue) }
        writer.write(priority) { $0.write($1) }
        writer.write(resetsOnFork)
        writer.write(ioClass) { $0.write($1.rawValue) }
        writer.write(ioPriority) { $0.write($1) }
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init()
        nice = try reader.optionalNumber()
        affinity = try reader.list { (reader) throws(WireError) in try reader.number() }
        policy = try reader.optional { (reader) throws(WireError) in try reader.choice(Policy.self) }
        priority = try reader.optionalNumber()
        resetsOnFork = try reader.flag()
        ioClass = try reader.optional { (reader) throws(WireError) in try reader.choice(IOClass.self) }
        ioPriority = try reader.optionalNumber()
    }
}

extension ProcessProperties {
    package func encode(into writer: inout ByteWriter) {
        writer.write(umask)
        writer.write(oomScoreAdjust) { $0.write($1) }
        writer.write(timerSlack) { $0.write($1) }
        writer.write(coredumpFilter) { $0.write($1) }
        writer.write(personality) { $0.write($1) }
        writer.write(ignoresSIGPIPE)
        writer.write(deniesWritableCode)
        writer.write(hasOwnHostNames)
        writer.write(mountPropagation) { $0.write($1.rawValue) }
        writer.write(keyring.rawValue)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init()
        umask = try reader.number()
        oomScoreAdjust = try reader.optionalNumber()
        timerSlack = try reader.optionalNumber()
        coredumpFilter = try reader.optionalNumber()
        personality = try reader.optionalNumber()
        ignoresSIGPIPE = try reader.flag()
        deniesWritableCode = try reader.flag()
        hasOwnHostNames = try reader.flag()
        mountPropagation = try reader.optional { (reader) throws(WireError) in
            try reader.choice(MountPropagation.self)
        }
        keyring = try reader.choice(Keyring.self)
    }
}

extension ByteReader {
    package mutating func optionalNumber() throws(WireError) -> UInt8? {
        try flag() ? try number(UInt8.self) : nil
    }

    package mutating func optionalNumber() throws(WireError) -> UInt32? {
        try flag() ? try number(UInt32.self) : nil
    }

    package mutating func optionalNumber() throws(WireError) -> UInt64? {
        try flag() ? try number(UInt64.self) : nil
    }

    package mutating func optionalNumber() throws(WireError) -> Int8? {
        try flag() ? try number(Int8.self) : nil
    }

    package mutating func optionalNumber() throws(WireError) -> Int16? {
        try flag() ? try number(Int16.self) : nil
    }

    package mutating func optionalString() throws(WireError) -> String? {
        try flag() ? try string() : nil
    }
}

extension ByteWriter {
    package mutating func write(_ strings: [String]) {
        write(strings) { $0.write($1) }
    }
}

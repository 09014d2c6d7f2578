package import ServiceModel
package import Wire

/// Reads a compiled set piece by piece from wherever it lies. Keeps the header and nothing else: a daemon
/// with ten thousand units pays for those it is asked about.
package struct UnitSetReader {
    /// `count` bytes from `offset`; nil or fewer when they cannot be had.
    package typealias Read = (_ offset: Int, _ count: Int) -> [UInt8]?

    private let read: Read
    private let header: SetHeader

    package init(read: @escaping Read) throws(WireError) {
        self.read = read
        guard let head = read(0, SetHeader.size) else { throw WireError(.truncated, at: 0) }
        var reader = ByteReader(head)
        header = try SetHeader(from: &reader)
        // The last byte is asked for now, so that a set cut short is refused here and not at some later start.
        _ = try bytes(at: Int(header.totalSize) - 1, count: 1)
    }

    package var count: Int { Int(header.unitCount) }

    package func manager() throws(WireError) -> (
        settings: ManagerSettings, diagnostics: [Diagnostic], takenUsers: [UInt32]
    ) {
        try decode(header.manager) { (reader) throws(WireError) in
            (
                try ManagerSettings(from: &reader), try reader.list(Diagnostic.init(from:)),
                try reader.list { (reader) throws(WireError) in try reader.number(UInt32.self) }
            )
        }
    }

    /// Every unit, sorted by name, in one read.
    package func summaries() throws(WireError) -> [UnitSummary] {
        let count = count
        return try decode(header.summaries) { (reader) throws(WireError) in
            var summaries: [UnitSummary] = []
            for _ in 0..<count { summaries.append(try UnitSummary(from: &reader)) }
            return summaries
        }
    }

    package func summary(at index: Int) throws(WireError) -> UnitSummary {
        try decode(try record(at: index).summary, UnitSummary.init(from:))
    }

    package func name(at index: Int) throws(WireError) -> UnitName {
        try summary(at: index).name
    }

    package func policy(at index: Int) throws(WireError) -> ServicePolicy {
        try decode(try record(at: index).policy, ServicePolicy.init(from:))
    }

    /// The encoded `LaunchPlan`, to be forwarded as it is.
    package func plan(at index: Int) throws(WireError) -> [UInt8] {
        let record = try record(at: index)
        return try bytes(of: record.planHead) + bytes(of: record.planSuffix)
    }

    /// The encoded `ControlGroupPlan`; empty where nothing is done to the cgroup.
    package func controlGroup(at index: Int) throws(WireError) -> [UInt8] {
        try bytes(of: try record(at: index).controlGroup)
    }

    /// One encoded `LaunchJob.Task`, to be forwarded as it is. Throws when the unit has no such command.
    package func command(at index: Int, _ kind: CommandKind, _ number: Int) throws(WireError) -> [UInt8] {
        let kinds = try decode(try record(at: index).commands) { (reader) throws(WireError) in
            try reader.list { (reader) throws(WireError) in
                try reader.list { (reader) throws(WireError) in try reader.blob() }
            }
        }
        guard kinds.indices.contains(Int(kind.rawValue)), kinds[Int(kind.rawValue)].indices.contains(number)
        else {
            throw WireError(.invalidValue, at: 0)
        }
        return kinds[Int(kind.rawValue)][number]
    }

    package func details(at index: Int) throws(WireError) -> UnitDetails {
        try decode(try record(at: index).details, UnitDetails.init(from:))
    }

    package func contentHash(at index: Int) throws(WireError) -> UInt64 {
        try record(at: index).contentHash
    }

    /// The unit that has the name or the alias.
    package func index(of name: UnitName) throws(WireError) -> Int? {
        let wanted = Array(name.text.utf8)
        var low = 0
        var high = Int(header.nameCount)
        while low < high {
            let middle = low + (high - low) / 2
            let entry = try fixed(at: header.nameOffset(middle), NameEntry.size, NameEntry.init(from:))
            let found = try bytes(of: entry.text)
            if found == wanted { return try validated(Int(entry.unit)) }
            if found.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}

extension UnitSetReader {
    private func record(at index: Int) throws(WireError) -> UnitRecord {
        try fixed(at: header.recordOffset(try validated(index)), UnitRecord.size, UnitRecord.init(from:))
    }

    private func validated(_ index: Int) throws(WireError) -> Int {
        guard index >= 0, index < count else { throw WireError(.invalidValue, at: 0) }
        return index
    }

    private func fixed<Value>(
        at offset: Int,
        _ size: Int,
        _ one: (inout ByteReader) throws(WireError) -> Value
    ) throws(WireError) -> Value {
        var reader = ByteReader(try bytes(at: offset, count: size))
        return try one(&reader)
    }

    private func decode<Value>(
        _ part: SetReference,
        _ one: (inout ByteReader) throws(WireError) -> Value
    ) throws(WireError) -> Value {
        var reader = ByteReader(try bytes(of: part))
        let value = try one(&reader)
        try reader.finish()
        return value
    }

    private func bytes(of part: SetReference) throws(WireError) -> [UInt8] {
        guard part.offset <= header.totalSize, UInt64(part.length) <= header.totalSize - part.offset else {
            throw WireError(.tooLong, at: 0)
        }
        return try bytes(at: Int(part.offset), count: Int(part.length))
    }

    private func bytes(at offset: Int, count: Int) throws(WireError) -> [UInt8] {
        if count == 0 { return [] }
        guard let bytes = read(offset, count), bytes.count == count else {
            throw WireError(.truncated, at: offset)
        }
        return bytes
    }
}

package import ServiceModel
import Wire

/// Everything one run of the loader found out: what the daemon works from until the next reload.
package struct CompiledSet: Hashable, Sendable {
    package var manager = ManagerSettings()
    package var managerDiagnostics: [Diagnostic] = []
    /// User ids of the dynamic range that accounts have, or units by `User=`.
    package var takenUsers: [UInt32] = []
    package var units: [CompiledUnit] = []

    package init() {}
}

extension CompiledSet {
    /// The set as a file that `UnitSetReader` reads piecewise: header, one fixed record a unit, one fixed entry
    /// a name, the summaries in one piece, then every other part once, however many units share it.
    package func encoded() -> [UInt8] {
        let units = units.sorted { $0.name < $1.name }
        var heap = SetHeap(base: SetHeader.size + units.count * UnitRecord.size + nameCount * NameEntry.size)
        var header = SetHeader(unitCount: UInt32(units.count), nameCount: UInt32(nameCount))
        header.manager = heap.place(managerBytes())
        let names = nameEntries(of: units, in: &heap)
        let records = units.map { UnitRecord($0, in: &heap) }
        header.summaries = heap.place(summaryBytes(of: units, records: records))
        header.totalSize = heap.end

        var writer = ByteWriter(reserving: Int(heap.end))
        header.encode(into: &writer)
        for record in records { record.encode(into: &writer) }
        for name in names { name.encode(into: &writer) }
        writer.writeRaw(heap.bytes)
        return writer.bytes
    }

    private var nameCount: Int { units.reduce(0) { $0 + 1 + $1.aliases.count } }

    private func managerBytes() -> [UInt8] {
        var writer = ByteWriter()
        manager.encode(into: &writer)
        writer.write(managerDiagnostics) { $1.encode(into: &$0) }
        writer.write(takenUsers) { $0.write($1) }
        return writer.bytes
    }

    /// Sorted by name: the reader searches it by halves.
    private func nameEntries(of units: [CompiledUnit], in heap: inout SetHeap) -> [NameEntry] {
        var named: [(name: UnitName, unit: Int)] = []
        for (index, unit) in units.enumerated() {
            named.append((unit.name, index))
            for alias in unit.aliases { named.append((alias, index)) }
        }
        named.sort { ($0.name, $0.unit) < ($1.name, $1.unit) }
        return named.map { NameEntry(text: heap.place(Array($0.name.text.utf8)), unit: UInt32($0.unit)) }
    }

    private func summaryBytes(of units: [CompiledUnit], records: [UnitRecord]) -> [UInt8] {
        var writer = ByteWriter()
        for (unit, record) in zip(units, records) {
            UnitSummary(unit, policy: record.policy.offset, contentHash: record.contentHash).encode(
                into: &writer
            )
        }
        return writer.bytes
    }
}

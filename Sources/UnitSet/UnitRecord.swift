import ServiceModel
import Wire

/// Where the parts of one unit lie.
struct UnitRecord {
    static let size = 7 * SetReference.size + 8

    let summary: SetReference
    let policy: SetReference
    let planHead: SetReference
    let planSuffix: SetReference
    let controlGroup: SetReference
    let commands: SetReference
    let details: SetReference
    let contentHash: UInt64

    init(_ unit: CompiledUnit, in heap: inout SetHeap) {
        let policy = ByteWriter.collect { unit.policy.encode(into: &$0) }
        let commands = ByteWriter.collect { $0.write(unit.commands) { $0.write($1) { $0.write($1) } } }
        let details = ByteWriter.collect { UnitDetails(unit).encode(into: &$0) }
        let head = Array(unit.plan.dropLast(unit.sharedPlanSuffix))
        let suffix = Array(unit.plan.suffix(unit.sharedPlanSuffix))

        var hash = ContentHash()
        let bare = ByteWriter.collect { UnitSummary(unit, policy: 0, contentHash: 0).encode(into: &$0) }
        for part in [bare, policy, unit.plan, unit.controlGroup, commands, details] { hash.add(part) }
        contentHash = hash.value

        self.policy = heap.place(policy)
        planHead = heap.place(head)
        planSuffix = heap.place(suffix)
        controlGroup = heap.place(unit.controlGroup)
        self.commands = heap.place(commands)
        self.details = heap.place(details)
        let summary = UnitSummary(unit, policy: self.policy.offset, contentHash: hash.value)
        self.summary = heap.place(ByteWriter.collect { summary.encode(into: &$0) })
    }

    func encode(into writer: inout ByteWriter) {
        for part in [summary, policy, planHead, planSuffix, controlGroup, commands, details] {
            part.encode(into: &writer)
        }
        writer.write(contentHash)
    }

    init(from reader: inout ByteReader) throws(WireError) {
        summary = try SetReference(from: &reader)
        policy = try SetReference(from: &reader)
        planHead = try SetReference(from: &reader)
        planSuffix = try SetReference(from: &reader)
        controlGroup = try SetReference(from: &reader)
        commands = try SetReference(from: &reader)
        details = try SetReference(from: &reader)
        contentHash = try reader.number()
    }
}

extension ByteWriter {
    fileprivate static func collect(_ fill: (inout ByteWriter) -> Void) -> [UInt8] {
        var writer = ByteWriter()
        fill(&writer)
        return writer.bytes
    }
}

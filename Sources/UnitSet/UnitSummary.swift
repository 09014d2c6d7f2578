package import ServiceModel
import Wire

/// What the daemon needs of each unit at once, without its confinement and its commands.
package struct UnitSummary: Hashable, Sendable {
    package let name: UnitName
    package let loadState: CompiledUnit.LoadState
    package let description: String
    package let startsAutomatically: Bool
    package let usesDynamicUser: Bool
    /// Equal for units with equal policies, within one set: decode once, share the value.
    package let policyIdentity: UInt64
    /// Equal for the same unit in two sets when nothing about it changed.
    package let contentHash: UInt64

    init(_ unit: CompiledUnit, policy: UInt64, contentHash: UInt64) {
        name = unit.name
        loadState = unit.loadState
        description = unit.description
        startsAutomatically = unit.startsAutomatically
        usesDynamicUser = unit.usesDynamicUser
        policyIdentity = policy
        self.contentHash = contentHash
    }

    func encode(into writer: inout ByteWriter) {
        writer.write(name.text)
        writer.write(loadState.rawValue)
        writer.write(description)
        writer.write(startsAutomatically)
        writer.write(usesDynamicUser)
        writer.write(policyIdentity)
        writer.write(contentHash)
    }

    init(from reader: inout ByteReader) throws(WireError) {
        name = try reader.unitName()
        loadState = try reader.choice(CompiledUnit.LoadState.self)
        description = try reader.string()
        startsAutomatically = try reader.flag()
        usesDynamicUser = try reader.flag()
        policyIdentity = try reader.number()
        contentHash = try reader.number()
    }
}
